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

    // The venue's cap on a settlement's rate, fraction of notional.
    private const string MaxFundingRate = "0.00375";

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
            State = instrument.Status == InstrumentStatus.Trading ? "live" : "suspend",
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
            MaxFundingRate = MaxFundingRate,
            MinFundingRate = "-" + MaxFundingRate,
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
