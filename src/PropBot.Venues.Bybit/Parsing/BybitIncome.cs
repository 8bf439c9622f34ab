using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>The transaction log, wire to Core (rules I5 and I6 in docs/venues/bybit-linear.md).</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class BybitIncome
{
    public const string Settlement = "SETTLEMENT";

    /// <summary>
    /// The log's own <c>id</c> is the same for entries of one position that follow each other ([R]: a trade and a settlement share
    /// one); with the trade, or the time where there is none, it is unique.
    /// </summary>
    public static string IdOf(BybitTransaction wire)
    {
        string id = WireText.RequiredText(wire.Id, "id");
        return wire.Type != Settlement && !string.IsNullOrEmpty(wire.TradeId) ? $"{id}/{wire.TradeId}" : $"{id}@{wire.TransactionTime}";
    }

    public static FundingPayment ReadPayment(BybitTransaction wire, Instrument instrument) => new(
        instrument.Id,
        IdOf(wire),
        new Money(WireText.Required(wire.Change, "change"), AssetOf(wire)),
        WireText.RequiredMilliseconds(wire.TransactionTime, "transactionTime"));

    /// <summary>
    /// One entry per kind that the line has; together they are its <c>change</c>. What <c>change</c> has beyond the parts that the
    /// venue names is told as <see cref="IncomeKind.Other"/>.
    /// </summary>
    public static IEnumerable<IncomeEntry> Read(BybitTransaction wire, IReadOnlyDictionary<string, Instrument> instruments)
    {
        string id = IdOf(wire);
        string type = WireText.RequiredText(wire.Type, "type");
        Asset asset = AssetOf(wire);
        DateTimeOffset at = WireText.RequiredMilliseconds(wire.TransactionTime, "transactionTime");
        InstrumentId? instrument = wire.Symbol is { } name && instruments.TryGetValue(name, out Instrument? known) ? known.Id : null;
        decimal change = WireText.Required(wire.Change, "change");
        decimal funding = WireText.DecimalOrZero(wire.Funding);
        decimal fee = -WireText.DecimalOrZero(wire.Fee);
        decimal cash = WireText.DecimalOrZero(wire.CashFlow);
        (IncomeKind Kind, decimal Amount)[] parts =
        [
            (IncomeKind.Funding, funding),
            (type == "LIQUIDATION" ? IncomeKind.Liquidation : IncomeKind.Fee, fee),
            (CashKindOf(type), cash),
        ];
        decimal rest = change - funding - fee - cash;
        if (rest != 0m)
        {
            // A line whose parts are not told, like some transfers, is of its own kind as a whole.
            parts = funding == 0m && fee == 0m && cash == 0m ? [(WholeKindOf(type), rest)] : [.. parts, (IncomeKind.Other, rest)];
        }

        return parts.Where(p => p.Amount != 0m).GroupBy(p => p.Kind, p => p.Amount)
            .Select(kind => new IncomeEntry(VenueId.BybitLinear, id, kind.Key, type, instrument, new Money(kind.Sum(), asset), at));
    }

    private static Asset AssetOf(BybitTransaction wire) => new(WireText.RequiredText(wire.Currency, "currency"));

    private static IncomeKind WholeKindOf(string type) => type == Settlement ? IncomeKind.Funding : CashKindOf(type);

    private static IncomeKind CashKindOf(string type) => type switch
    {
        "TRADE" or "LIQUIDATION" or "ADL" or "DELIVERY" or Settlement => IncomeKind.RealizedPnl,
        _ when type.StartsWith("TRANSFER_", StringComparison.Ordinal) => IncomeKind.Transfer,
        "FEE_REFUND" => IncomeKind.Fee,
        _ => IncomeKind.Other,
    };
}
