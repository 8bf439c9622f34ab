using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>Balances, positions and funding, wire to Core.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class OkxAccountReading
{
    /// <summary>The venue's equity over maintenance is taken to be no less: an equity of nothing has no reciprocal.</summary>
    private const decimal SmallestRatio = 0.001m;

    /// <summary>
    /// Core's wallet is what the account holds without unrealised profit: the balance, and what isolated positions hold as margin.
    /// Core's margin ratio is maintenance over equity, the venue's the other way round: the worst of the cross positions together and
    /// each isolated one.
    /// </summary>
    /// <param name="positions">Those in instruments that are not traded here are told too; what their contract is is not known, so their size is in contracts.</param>
    /// <exception cref="FormatException">A field is missing, or a position's instrument has no name that we could tell it by.</exception>
    public static AccountReport ReadAccount(
        OkxBalance balance, IEnumerable<OkxPosition> positions, IReadOnlyDictionary<string, OkxListing> listings, DateTimeOffset now)
    {
        Asset settle = Asset.Usdt;
        OkxBalanceDetail? detail = balance.Details?.FirstOrDefault(d => d.Ccy == settle.Code);
        List<OkxPosition> held = [.. positions.Where(p => WireText.DecimalOrZero(p.Pos) != 0m)];
        List<OkxPosition> isolated = [.. held.Where(p => p.MgnMode == OkxModes.IsolatedMargin)];
        return new AccountReport(
            VenueId.OkxPerp,
            settle,
            WireText.DecimalOrZero(detail?.CashBal) + WireText.DecimalOrZero(detail?.IsoEq) - WireText.DecimalOrZero(detail?.IsoUpl),
            WireText.DecimalOrZero(detail?.Upl),
            WireText.Decimal(detail?.AvailEq) ?? WireText.DecimalOrZero(detail?.AvailBal),
            [.. ReadPositions(held, listings)],
            WireText.Milliseconds(balance.UTime) ?? now)
        {
            MarginRatio = held.Count == 0 ? 0m : WorstOf([detail?.MgnRatio, .. isolated.Select(p => p.MgnRatio)]),
            MaintenanceMargin = MaintenanceOf(detail, isolated),
        };
    }

    public static FundingQuote ReadFunding(OkxFundingRate wire, TimeSpan usualInterval)
    {
        DateTimeOffset settlement = WireText.RequiredMilliseconds(wire.FundingTime, "fundingTime");
        DateTimeOffset? following = WireText.Milliseconds(wire.NextFundingTime);
        TimeSpan interval = following is { } next && next > settlement ? next - settlement : usualInterval;
        return new FundingQuote(new Rate(WireText.Required(wire.FundingRate, "fundingRate")), settlement, interval);
    }

    /// <summary>Null where the venue names none.</summary>
    public static FundingLimits? ReadFundingLimits(OkxFundingRate wire) =>
        WireText.Decimal(wire.MinFundingRate) is { } floor && WireText.Decimal(wire.MaxFundingRate) is { } cap && floor <= cap
            ? new FundingLimits(new Rate(floor), new Rate(cap))
            : null;

    /// <summary>Null while the venue has no limits for the instrument.</summary>
    public static PriceLimits? ReadLimits(OkxPriceLimit wire) =>
        wire.Enabled != false && WireText.DecimalOrZero(wire.BuyLmt) is > 0m and var buy && WireText.DecimalOrZero(wire.SellLmt) is > 0m and var sell
            ? new PriceLimits(new Price(buy), new Price(sell))
            : null;

    private static decimal? WorstOf(IEnumerable<string?> ratios)
    {
        decimal? worst = null;
        foreach (string? text in ratios)
        {
            if (WireText.Decimal(text) is { } ratio)
            {
                decimal turned = 1m / Math.Max(ratio, SmallestRatio);
                worst = worst is { } known && known > turned ? known : turned;
            }
        }

        return worst;
    }

    private static decimal? MaintenanceOf(OkxBalanceDetail? detail, IReadOnlyList<OkxPosition> isolated)
    {
        decimal? cross = WireText.Decimal(detail?.Mmr);
        return cross is null && isolated.Count == 0 ? null : (cross ?? 0m) + isolated.Sum(p => WireText.DecimalOrZero(p.Mmr));
    }

    private static IEnumerable<PositionReport> ReadPositions(
        IEnumerable<OkxPosition> positions, IReadOnlyDictionary<string, OkxListing> listings)
    {
        foreach (OkxPosition wire in positions)
        {
            OkxListing? listing = wire.InstId is null ? null : listings.GetValueOrDefault(wire.InstId);
            // In net mode the size is signed; in long-short mode it is not and the side says it.
            decimal contracts = WireText.DecimalOrZero(wire.Pos);
            PositionSide side = OkxModes.ReadSide(wire.PosSide);
            decimal signed = side == PositionSide.Short ? -Math.Abs(contracts) : contracts;
            yield return new PositionReport(
                listing?.Instrument.Id ?? StrangerOf(wire),
                signed * (listing?.Units.BasePerContract ?? 1m),
                WireText.DecimalOrZero(wire.AvgPx),
                WireText.DecimalOrZero(wire.MarkPx),
                WireText.DecimalOrZero(wire.Upl))
            {
                Side = side,
                MarginMode = OkxModes.ReadMargin(wire.MgnMode),
                Leverage = WireText.Decimal(wire.Lever),
                LiquidationPrice = WireText.Decimal(wire.LiqPx) is { } liquidation and > 0m ? liquidation : null,
                AdlRank = WireText.Decimal(wire.Adl) is { } rank ? (int)rank : null,
            };
        }
    }

    /// <summary>An instrument of the account that is not one of ours.</summary>
    private static InstrumentId StrangerOf(OkxPosition wire) =>
        OkxListing.StrangerOf(wire.InstId)
            ?? throw new FormatException($"the account holds {wire.Pos} contracts of '{wire.InstId}', which is no instrument of the form BTC-USDT-SWAP; close it at the venue");
}
