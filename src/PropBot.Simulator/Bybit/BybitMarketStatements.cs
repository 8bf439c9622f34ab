using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>Instruments, tickers and trades in this venue's words. Pure.</summary>
internal static class BybitMarketStatements
{
    /// <summary>The venue's usual cap on a settlement's rate, fraction of notional; an instrument may have its own.</summary>
    private const decimal UsualFundingCap = 0.005m;

    /// <summary>2020-03-15 00:00 UTC: that of the contracts whose setup names no time.</summary>
    private const string UsualLaunchTime = "1584230400000";

    private const decimal MaxPriceTicks = 20_000_000m;
    private const decimal UnlimitedQuantity = 100_000_000m;
    private const decimal LargestPosition = 2_000_000_000m;

    public static BybitInstrument Instrument(BybitContract contract, TimeSpan fundingInterval)
    {
        Instrument instrument = contract.Instrument;
        string max = contract.Quantity(instrument.MaxQuantity?.Value ?? UnlimitedQuantity);
        return new BybitInstrument
        {
            Symbol = contract.Name,
            Status = instrument.Status switch
            {
                InstrumentStatus.Trading => "Trading",
                InstrumentStatus.Delisting => "Delivering",
                _ => "Closed",
            },
            LaunchTime = instrument.ListedAt is { } since ? BybitText.Millis(since) : UsualLaunchTime,
            DeliveryTime = contract.Setup.DeliveryTime is { } end ? BybitText.Millis(end) : "0",
            UpperFundingRate = BybitText.Number(contract.Setup.FundingCap ?? UsualFundingCap),
            LowerFundingRate = BybitText.Number(contract.Setup.FundingFloor ?? -UsualFundingCap),
            RiskParameters = RiskParameters(contract),
            BaseCoin = contract.Symbol.Base.Code,
            QuoteCoin = contract.Symbol.Quote.Code,
            PriceScale = BybitText.Number(contract.PricePlaces),
            LeverageFilter = new BybitLeverageFilter("1", BybitText.Fixed(contract.Setup.MaxLeverage, 2), "0.01"),
            PriceFilter = new BybitPriceFilter(
                contract.Price(instrument.Tick.Value), contract.Price(instrument.Tick.Value * MaxPriceTicks), contract.Price(instrument.Tick.Value)),
            LotSizeFilter = new BybitLotSizeFilter(
                max,
                contract.Quantity(instrument.MinQuantity.Value),
                contract.Quantity(instrument.Lot.Value),
                max,
                max,
                BybitText.Number(instrument.MinNotional.Value)),
            FundingInterval = (int)fundingInterval.TotalMinutes,
            SettleCoin = instrument.SettleAsset.Code,
        };
    }

    /// <param name="market">Null before the feed has said anything of the instrument.</param>
    public static BybitTicker Ticker(BybitContract contract, BookSnapshot book, in MarketState? market, DayStatistics day)
    {
        BookLevel bid = book.Bids.Count > 0 ? book.Bids[0] : default;
        BookLevel ask = book.Asks.Count > 0 ? book.Asks[0] : default;
        var ticker = new BybitTicker
        {
            Symbol = contract.Name,
            TickDirection = (day.LastWasUp, day.LastChanged) switch
            {
                (true, true) => "PlusTick",
                (true, false) => "ZeroPlusTick",
                (false, true) => "MinusTick",
                _ => "ZeroMinusTick",
            },
            LastPrice = contract.Price(day.LastPrice),
            PrevPrice24h = contract.Price(day.Open),
            Price24hPcnt = BybitText.Fixed(day.Open > 0m ? (day.LastPrice - day.Open) / day.Open : 0m, 6),
            HighPrice24h = contract.Price(day.High),
            LowPrice24h = contract.Price(day.Low),
            PrevPrice1h = contract.Price(day.OpenOfHour),
            OpenInterest = "0",
            OpenInterestValue = "0",
            Turnover24h = BybitText.Fixed(day.Turnover, 4),
            Volume24h = BybitText.Fixed(day.Volume, 4),
            Bid1Price = bid.Quantity > 0 ? contract.Price(bid) : "",
            Bid1Size = bid.Quantity > 0 ? contract.Quantity(bid) : "",
            Ask1Price = ask.Quantity > 0 ? contract.Price(ask) : "",
            Ask1Size = ask.Quantity > 0 ? contract.Quantity(ask) : "",
        };
        if (market is not { } known)
        {
            return ticker;
        }

        return ticker with
        {
            MarkPrice = BybitText.Fixed(known.MarkPrice, contract.PricePlaces),
            IndexPrice = BybitText.Fixed(known.IndexPrice, contract.PricePlaces),
            FundingRate = known.Funding.IsKnown ? BybitText.Money(known.Funding.Rate.Value) : null,
            NextFundingTime = known.Funding.IsKnown ? BybitText.Millis(known.Funding.NextSettlement) : null,
            FundingIntervalHour = known.Funding.IsKnown ? BybitText.Number((decimal)known.Funding.Interval.TotalHours) : null,
            FundingCap = BybitText.Number(contract.Setup.FundingCap ?? UsualFundingCap),
        };
    }

    /// <summary>What differs from the ticker before; null when nothing does.</summary>
    public static BybitTicker? Delta(BybitTicker before, BybitTicker now)
    {
        bool bid = before.Bid1Price != now.Bid1Price || before.Bid1Size != now.Bid1Size;
        bool ask = before.Ask1Price != now.Ask1Price || before.Ask1Size != now.Ask1Size;
        var delta = new BybitTicker
        {
            Symbol = now.Symbol,
            TickDirection = Changed(before.TickDirection, now.TickDirection),
            LastPrice = Changed(before.LastPrice, now.LastPrice),
            IndexPrice = Changed(before.IndexPrice, now.IndexPrice),
            MarkPrice = Changed(before.MarkPrice, now.MarkPrice),
            PrevPrice24h = Changed(before.PrevPrice24h, now.PrevPrice24h),
            Price24hPcnt = Changed(before.Price24hPcnt, now.Price24hPcnt),
            HighPrice24h = Changed(before.HighPrice24h, now.HighPrice24h),
            LowPrice24h = Changed(before.LowPrice24h, now.LowPrice24h),
            PrevPrice1h = Changed(before.PrevPrice1h, now.PrevPrice1h),
            Turnover24h = Changed(before.Turnover24h, now.Turnover24h),
            Volume24h = Changed(before.Volume24h, now.Volume24h),
            FundingRate = Changed(before.FundingRate, now.FundingRate),
            NextFundingTime = Changed(before.NextFundingTime, now.NextFundingTime),
            FundingIntervalHour = Changed(before.FundingIntervalHour, now.FundingIntervalHour),
            FundingCap = Changed(before.FundingCap, now.FundingCap),

            // Price and size of a side come together.
            Bid1Price = bid ? now.Bid1Price : null,
            Bid1Size = bid ? now.Bid1Size : null,
            Ask1Price = ask ? now.Ask1Price : null,
            Ask1Size = ask ? now.Ask1Size : null,
        };
        return delta == new BybitTicker { Symbol = now.Symbol } ? null : delta;
    }

    /// <summary>The venue's two ratios of its price limit: the band is between them; here both are the band.</summary>
    private static BybitRiskParameters RiskParameters(BybitContract contract)
    {
        string band = contract.Setup.PriceBand is { } known ? BybitText.Number(known) : "";
        return new BybitRiskParameters(band, band);
    }

    /// <summary>The steps of leverage and maintenance margin. Source: Bybit API v5 docs, "Get Risk Limit", read 2026-11-22.</summary>
    public static IEnumerable<BybitRiskLimit> RiskLimits(BybitContract contract)
    {
        for (int i = 0; i < contract.Setup.MarginTiers.Count; i++)
        {
            MarginTier tier = contract.Setup.MarginTiers[i];
            decimal leverage = Math.Clamp(decimal.Round(1m / (2m * tier.MaintenanceRate), 2, MidpointRounding.ToZero), 1m, contract.Setup.MaxLeverage);
            yield return new BybitRiskLimit(
                i + 1,
                contract.Name,
                BybitText.Number(tier.NotionalCap ?? LargestPosition),
                BybitText.Number(tier.MaintenanceRate),
                BybitText.Money(1m / leverage),
                i == 0 ? 1 : 0,
                BybitText.Fixed(leverage, 2),
                BybitText.Number(tier.Deduction));
        }
    }

    /// <param name="mark">Quote units.</param>
    public static BybitPriceLimit PriceLimit(BybitContract contract, decimal mark, DateTimeOffset now)
    {
        decimal band = contract.Setup.PriceBand ?? 1m;
        TickSize tick = contract.Instrument.Tick;
        return new BybitPriceLimit(
            contract.Name,
            contract.Price(tick.RoundDown(new Price(mark * (1m + band))).Value),
            contract.Price(tick.RoundUp(new Price(Math.Max(tick.Value, mark * (1m - band)))).Value),
            BybitText.Millis(now));
    }

    public static BybitFundingRecord Settlement(BybitContract contract, FundingSettlement settlement) =>
        new(contract.Name, BybitText.Money(settlement.Rate), BybitText.Millis(settlement.Time));

    public static BybitPublicTrade Trade(BybitContract contract, in PublicTrade trade) => new()
    {
        ExecId = TradeId(in trade),
        Symbol = contract.Name,
        Price = contract.Price(trade.Price),
        Size = contract.Quantity(trade.Quantity),
        Side = BybitText.Side(trade.TakerSide),
        Time = BybitText.Millis(trade.Time),
        Seq = BybitText.Number(trade.TradeId),
    };

    public static string TradeId(in PublicTrade trade) => BybitIds.Execution(trade.TradeId, 0);

    /// <summary>Price and size.</summary>
    public static string[][] Levels(BybitContract contract, IReadOnlyList<BookLevel> levels, int depth = int.MaxValue)
    {
        string[][] rows = new string[Math.Min(depth, levels.Count)][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = [contract.Price(levels[i]), contract.Quantity(levels[i])];
        }

        return rows;
    }

    private static string? Changed(string? before, string? now) => before == now ? null : now;
}
