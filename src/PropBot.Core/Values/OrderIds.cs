namespace PropBot.Core.Values;

/// <summary>Our id of an order: at most 32 letters and digits, the narrowest of the venues' rules (OKX clOrdId).</summary>
/// <remarks>Derived from desk, pair, leg and step, so that recovery makes the same one. Never random.</remarks>
public readonly record struct ClientOrderId : IComparable<ClientOrderId>
{
    public const int MaxLength = 32;

    public ClientOrderId(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (value.Length > MaxLength || !value.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException($"'{value}' is not 1 to {MaxLength} ASCII letters and digits", nameof(value));
        }

        Value = value;
    }

    public string Value { get; }

    public bool IsDefined => Value is not null;

    public int CompareTo(ClientOrderId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "";
}

/// <summary>The venue's id of an order, as the venue writes it.</summary>
public readonly record struct VenueOrderId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>The venue's id of one fill; unique per venue and instrument.</summary>
public readonly record struct TradeId(string Value)
{
    public override string ToString() => Value ?? "";
}

/// <summary>Our number of a pair, counted from 1 per ledger.</summary>
public readonly record struct PairId(long Number) : IComparable<PairId>
{
    public bool IsDefined => Number > 0;

    public int CompareTo(PairId other) => Number.CompareTo(other.Number);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"P{Number:D6}");
}
