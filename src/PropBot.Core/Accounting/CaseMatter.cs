using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

/// <summary>What a case is about: the same matter is never two open cases.</summary>
/// <param name="Instrument">Null: the whole account.</param>
/// <param name="Subject">Tells matters of one kind apart: an order's id, a trade's id, a side, an asset; may be empty.</param>
public readonly record struct CaseMatter(VenueId Venue, InstrumentId? Instrument, CaseKind Kind, string Subject)
{
    public static CaseMatter Of(InstrumentId instrument, CaseKind kind, string subject = "") => new(instrument.Venue, instrument, kind, subject);

    /// <summary>For people: <c>position BTCUSDT long</c>.</summary>
    public override string ToString()
    {
        string kind = Kind.Code().Replace('_', ' ');
        string symbol = Instrument is { } instrument ? $" {instrument.Symbol}" : "";
        return Subject.Length == 0 ? $"{kind}{symbol}" : $"{kind}{symbol} {Subject}";
    }
}
