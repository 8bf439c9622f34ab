namespace PropBot.Core.Values;

/// <summary>A currency or coin by its upper-case code: <c>USDT</c>, <c>BTC</c>.</summary>
/// <remarks><see langword="default"/> is not an asset: <see cref="IsDefined"/> is false.</remarks>
public readonly record struct Asset
{
    public static readonly Asset Usdt = new("USDT");

    public Asset(string code)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        Code = code.Trim().ToUpperInvariant();
    }

    public string Code { get; }

    public bool IsDefined => Code is not null;

    public override string ToString() => Code ?? "";
}
