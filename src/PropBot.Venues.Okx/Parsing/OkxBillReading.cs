using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// The account's bills, wire to Core. One bill of a trade tells its profit and its fee together: they become an entry each, and what is
/// left of the balance's change a third. Source: OKX API v5, Get bills details, read 2026-11-22.
/// </summary>
internal static class OkxBillReading
{
    public const string FundingType = "8";

    private const string TransferType = "1";
    private const string LiquidationType = "5";

    /// <summary>Margin moved between the account and a position of its own: the wallet, which counts both, stays as it is.</summary>
    private const string MarginTransferType = "6";

    /// <exception cref="FormatException">A field that is needed is missing or not a number.</exception>
    public static IReadOnlyList<IncomeEntry> Read(OkxBill wire, IReadOnlyDictionary<string, OkxListing> listings)
    {
        if (wire.Type == MarginTransferType)
        {
            return [];
        }

        decimal change = ChangeOf(wire);
        return wire.Type switch
        {
            TransferType => [Entry(IncomeKind.Transfer, change)],
            FundingType => [Entry(IncomeKind.Funding, change)],
            _ => ReadTrade(wire, change, Entry),
        };

        IncomeEntry Entry(IncomeKind kind, decimal amount) => new(
            VenueId.OkxPerp,
            WireText.RequiredText(wire.BillId, "billId"),
            kind,
            $"{wire.Type}/{wire.SubType}",
            wire.InstId is not null && listings.TryGetValue(wire.InstId, out OkxListing? listing) ? listing.Instrument.Id : null,
            new Money(amount, new Asset(WireText.RequiredText(wire.Ccy, "ccy"))),
            WireText.RequiredMilliseconds(wire.Ts, "ts"));
    }

    public static FundingPayment ReadPayment(OkxBill wire, OkxListing listing) => new(
        listing.Instrument.Id,
        WireText.RequiredText(wire.BillId, "billId"),
        new Money(ChangeOf(wire), new Asset(WireText.RequiredText(wire.Ccy, "ccy"))),
        WireText.RequiredMilliseconds(wire.Ts, "ts"));

    private static List<IncomeEntry> ReadTrade(OkxBill wire, decimal change, Func<IncomeKind, decimal, IncomeEntry> entry)
    {
        decimal profit = WireText.DecimalOrZero(wire.Pnl);
        decimal fee = WireText.DecimalOrZero(wire.Fee);
        List<IncomeEntry> entries = [];
        Add(IncomeKind.RealizedPnl, profit);
        Add(IncomeKind.Fee, fee);
        Add(wire.Type == LiquidationType ? IncomeKind.Liquidation : IncomeKind.Other, change - profit - fee);
        return entries;

        void Add(IncomeKind kind, decimal amount)
        {
            if (amount != 0m)
            {
                entries.Add(entry(kind, amount));
            }
        }
    }

    /// <summary>
    /// What the bill changes in the wallet. An isolated position pays from its own margin, which <c>balChg</c> does not show; profit and
    /// fee are then the whole of it.
    /// </summary>
    private static decimal ChangeOf(OkxBill wire) => wire.MgnMode == OkxModes.IsolatedMargin && wire.Type != TransferType
        ? WireText.DecimalOrZero(wire.Pnl) + WireText.DecimalOrZero(wire.Fee)
        : WireText.Required(wire.BalChg, "balChg");
}
