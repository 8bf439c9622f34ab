using PropBot.Core.Instruments;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>Instruments, tickers, trades and funding in this venue's words. Pure.</summary>
internal static class OkxMarketStatements
{
    private const string UnlimitedSize = "100000000";

    /// <summary>2021-01-29 10:40 UTC: that of the contracts whose setup names no time.</summary>
    private const string UsualListTime = "1611916828000";

    /// <summary>The venue's usual cap on a settlement's rate, fraction of notional; an instrument may have its own.</summary>
    private const decimal UsualFundingCap = 0.00375m;

    public static OkxInstrument Instrument(OkxContract contract)
    {
        Instrument instrument = contract.Instrument;
        string max = instrument.MaxQuantity is { } quantity ? contract.Size(quantity.Value) : UnlimitedSize;
        return new OkxInstrument
        {
            CtVal = OkxText.Number(contract.ContractValue),
            CtValCcy = contract.Symbol.Base.Code,
            InstFamily = contract.Family,
            InstId = contract.InstId,
            Lever = OkxText.Number(contract.Setup.MaxLeverage),
            LotSz = contract.Size(instrument.Lot.Value),
            MaxIcebergSz = UnlimitedSize,
            MaxLmtSz = max,
            MaxMktSz = max,
            MaxStopSz = max,
            MaxTriggerSz = UnlimitedSize,
            MaxTwapSz = UnlimitedSize,
            MinSz = contract.Size(instrument.MinQuantity.Value),
            SettleCcy = instrument.SettleAsset.Code,
            State = instrument.Status == InstrumentStatus.Suspended ? "suspend" : "live",
            ListTime = instrument.ListedAt is { } since ? OkxText.Millis(since) : UsualListTime,
            ExpTime = contract.Setup.DeliveryTime is { } end ? OkxText.Millis(end) : "",
            TickSz = OkxText.Number(instrument.Tick.Value),
            Uly = contract.Family,
        };
    }

    public static OkxTicker Ticker(OkxContract contract, BookSnapshot book, DayStatistics day)
    {
        BookLevel bid = book.Bids.Count > 0 ? book.Bids[0] : default;
        BookLevel ask = book.Asks.Count > 0 ? book.Asks[0] : default;
        return new OkxTicker
        {
            InstId = contract.InstId,
            Last = OkxText.Number(day.LastPrice),
            LastSz = contract.Size(day.LastQuantity),
            AskPx = ask.Quantity > 0 ? contract.Price(ask) : "",
            AskSz = ask.Quantity > 0 ? contract.Size(ask) : "",
            BidPx = bid.Quantity > 0 ? contract.Price(bid) : "",
            BidSz = bid.Quantity > 0 ? contract.Size(bid) : "",
            Open24h = OkxText.Number(day.Open),
            High24h = OkxText.Number(day.High),
            Low24h = OkxText.Number(day.Low),
            VolCcy24h = OkxText.Number(day.Volume),
            Vol24h = contract.Size(day.Volume),
            SodUtc0 = OkxText.Number(day.Open),
            SodUtc8 = OkxText.Number(day.Open),
            Ts = OkxText.Millis(book.Time),
        };
    }

    /// <param name="isPush">The channel's trades carry a count and a sequence number.</param>
    public static OkxTrade Trade(OkxContract contract, in PublicTrade trade, bool isPush) => new()
    {
        InstId = contract.InstId,
        TradeId = OkxText.Id(trade.TradeId),
        Px = OkxText.Number(trade.Price),
        Sz = contract.Size(trade.Quantity),
        Side = OkxText.Side(trade.TakerSide),
        Ts = OkxText.Millis(trade.Time),
        Count = isPush ? "1" : null,
        SeqId = isPush ? trade.TradeId : null,
    };

    /// <summary>Highest buy and lowest sell of the moment; without a band there are none and the venue says so.</summary>
    public static OkxPriceLimit PriceLimit(OkxContract contract, in MarketState market, DateTimeOffset now)
    {
        decimal? band = contract.Setup.PriceBand;
        TickSize tick = contract.Instrument.Tick;
        return new OkxPriceLimit
        {
            BuyLmt = band is { } up ? OkxText.Number(tick.RoundDown(new(market.MarkPrice * (1m + up))).Value) : "",
            Enabled = band is not null,
            InstId = contract.InstId,
            SellLmt = band is { } down ? OkxText.Number(tick.RoundUp(new(market.MarkPrice * (1m - down))).Value) : "",
            Ts = OkxText.Millis(now),
        };
    }

    /// <summary>The tiers of a family: sizes in contracts at a mark, and no deduction, which this venue does not know.</summary>
    public static IEnumerable<OkxPositionTier> Tiers(OkxContract contract, decimal mark)
    {
        decimal from = 0m;
        for (int i = 0; i < contract.Setup.MarginTiers.Count; i++)
        {
            MarginTier tier = contract.Setup.MarginTiers[i];
            decimal to = tier.NotionalCap is { } cap ? decimal.Floor(contract.ToContracts(cap / mark)) : decimal.Parse(UnlimitedSize, System.Globalization.CultureInfo.InvariantCulture);
            decimal leverage = TierTable.LeverageOf(contract.Setup, tier);
            yield return new OkxPositionTier
            {
                Imr = OkxText.Quotient(1m / leverage),
                InstFamily = contract.Family,
                MaxLever = OkxText.Number(leverage),
                MaxSz = OkxText.Number(to),
                MinSz = OkxText.Number(from),
                Mmr = OkxText.Number(tier.MaintenanceRate),
                Tier = OkxText.Number(i + 1),
                Uly = contract.Family,
            };
            from = to + 1m;
        }
    }

    public static OkxMarkPrice MarkPrice(OkxContract contract, in MarketState market, DateTimeOffset now) =>
        new(OkxContract.InstType, contract.InstId, OkxText.Quotient(market.MarkPrice), OkxText.Millis(now));

    /// <param name="last">The settlement before; null when there was none yet.</param>
    public static OkxFundingRate FundingRate(OkxContract contract, in MarketState market, FundingSettlement? last, DateTimeOffset now)
    {
        DateTimeOffset next = market.Funding.NextSettlement;
        TimeSpan interval = market.Funding.Interval;
        return new OkxFundingRate
        {
            FundingRate = OkxText.Quotient(market.Funding.Rate.Value),
            FundingTime = OkxText.Millis(next),
            InstId = contract.InstId,
            MaxFundingRate = OkxText.Number(contract.Setup.FundingCap ?? UsualFundingCap),
            MinFundingRate = OkxText.Number(contract.Setup.FundingFloor ?? -UsualFundingCap),
            NextFundingTime = OkxText.Millis(next + interval),
            Premium = market.IndexPrice > 0m ? OkxText.Quotient((market.MarkPrice - market.IndexPrice) / market.IndexPrice) : "0",
            PrevFundingTime = OkxText.Millis(next - interval),
            SettFundingRate = last is null ? "" : OkxText.Quotient(last.Rate),
            Ts = OkxText.Millis(now),
        };
    }

    public static OkxFundingRateRecord Settlement(OkxContract contract, FundingSettlement settlement) => new()
    {
        FundingRate = OkxText.Quotient(settlement.Rate),
        FundingTime = OkxText.Millis(settlement.Time),
        InstId = contract.InstId,
        RealizedRate = OkxText.Quotient(settlement.Rate),
    };

    /// <summary>Price, size, a field of old that is always 0, number of orders.</summary>
    public static string[][] Levels(OkxContract contract, IReadOnlyList<BookLevel> levels, int depth)
    {
        string[][] rows = new string[Math.Min(depth, levels.Count)][];
        for (int i = 0; i < rows.Length; i++)
        {
            BookLevel level = levels[i];
            rows[i] = [contract.Price(level), contract.Size(level), "0", level.Quantity == 0 ? "0" : "1"];
        }

        return rows;
    }
}
