namespace PropBot.Core.Values;

/// <summary>A venue by its canonical name: <c>binance-um</c>, <c>okx-perp</c>, <c>bybit-linear</c>.</summary>
/// <remarks>
/// The short and the configuration spelling (<c>binance</c>, <c>binance_um</c>) mean the same venue and become the
/// canonical one here, once. <see langword="default"/> is not a venue: <see cref="IsDefined"/> is false.
/// </remarks>
public readonly record struct VenueId : IComparable<VenueId>
{
    public static readonly VenueId BinanceUm = new("binance-um");
    public static readonly VenueId OkxPerp = new("okx-perp");
    public static readonly VenueId BybitLinear = new("bybit-linear");

    public VenueId(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = Canonical(name.Trim().ToLowerInvariant());
    }

    public string Name { get; }

    public bool IsDefined => Name is not null;

    public int CompareTo(VenueId other) => string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Name ?? "";

    private static string Canonical(string lower) => lower switch
    {
        "binance" or "binance_um" or "binance-um" => "binance-um",
        "okx" or "okx_perp" or "okx-perp" => "okx-perp",
        "bybit" or "bybit_linear" or "bybit-linear" => "bybit-linear",
        _ => lower,
    };
}
