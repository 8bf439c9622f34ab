using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>Balances, positions and funding, wire to Core.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class OkxAccountReading
{
    /// <param name="positions">Positions in instruments that are not traded here are left out: their contract is not known.</param>
    public static AccountReport ReadAccount(
        OkxBalance balance, IEnumerable<OkxPosition> positions, IReadOnlyDictionary<string, OkxListing> listings, DateTimeOffset now)
    {
        Asset settle = Asset.Usdt;
        OkxBalanceDetail? detail = balance.Details?.FirstOrDefault(d => d.Ccy == settle.Code);
        return new AccountReport(
            VenueId.OkxPerp,
            settle,
            WireText.DecimalOrZero(detail?.CashBal),
            WireText.DecimalOrZero(detail?.Upl),
            WireText.Decimal(detail?.AvailEq) ?? WireText.DecimalOrZero(detail?.AvailBal),
            [.. ReadPositions(positions, listings)],
            WireText.Milliseconds(balance.UTime) ?? now);
    }

    public static FundingQuote ReadFunding(OkxFundingRate wire, TimeSpan usualInterval)
    {
        DateTimeOffset settlement = WireText.RequiredMilliseconds(wire.FundingTime, "fundingTime");
        DateTimeOffset? following = WireText.Milliseconds(wire.NextFundingTime);
        TimeSpan interval = following is { } next && next > settlement ? next - settlement : usualInterval;
        return new FundingQuote(new Rate(WireText.Required(wire.FundingRate, "fundingRate")), settlement, interval);
    }

    public static FundingPayment ReadPayment(OkxBill wire, OkxListing listing) => new(
        listing.Instrument.Id,
        WireText.RequiredText(wire.BillId, "billId"),
        new Money(WireText.Required(wire.BalChg, "balChg"), new Asset(WireText.RequiredText(wire.Ccy, "ccy"))),
        WireText.RequiredMilliseconds(wire.Ts, "ts"));

    private static IEnumerable<PositionReport> ReadPositions(
        IEnumerable<OkxPosition> positions, IReadOnlyDictionary<string, OkxListing> listings)
    {
        foreach (OkxPosition wire in positions)
        {
            decimal contracts = WireText.DecimalOrZero(wire.Pos);
            if (contracts == 0m || wire.InstId is null || !listings.TryGetValue(wire.InstId, out OkxListing? listing))
            {
                continue;
            }

            // In net mode the size is signed; in long-short mode it is not and the side says it.
            decimal signed = wire.PosSide == "short" ? -Math.Abs(contracts) : contracts;
            yield return new PositionReport(
                listing.Instrument.Id,
                signed * listing.Units.BasePerContract,
                WireText.DecimalOrZero(wire.AvgPx),
                WireText.DecimalOrZero(wire.MarkPx),
                WireText.DecimalOrZero(wire.Upl));
        }
    }
}
