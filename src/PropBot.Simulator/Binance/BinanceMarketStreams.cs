using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Public streams: depth in diffs and in whole tops, best bid and ask, trades, mark price. Source of shapes and intervals:
/// developers.binance.com, USDⓈ-M Futures, WebSocket Market Streams, read 2026-11-22. Used on the loop only.
/// </summary>
internal sealed class BinanceMarketStreams(VenueContext context, BinanceInstruments instruments, BinanceIds ids, BinanceSubscriptions subscriptions)
{
    private static readonly TimeSpan DefaultDepthInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FastMarkInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MarkInterval = TimeSpan.FromSeconds(3);
    private const string ContractInfo = "!contractInfo";
    private static readonly int[] PartialDepths = [5, 10, 20];

    private readonly List<BinanceDepthStream> _depths = [];
    private readonly List<PartialDepth> _partialDepths = [];
    private readonly Dictionary<Symbol, InstrumentNames> _names = instruments.All.ToDictionary(
        setup => setup.Instrument.Id.Symbol, setup => new InstrumentNames(setup.Instrument));

    private DateTimeOffset _nextFastMark;
    private DateTimeOffset _nextMark;

    /// <summary>Makes ready for a stream that was asked for; names that mean nothing here are subscribed and silent, as there.</summary>
    public void Begin(string stream)
    {
        string[] parts = stream.Split('@');
        if (parts.Length is < 2 or > 3
            || !parts[1].StartsWith("depth", StringComparison.Ordinal)
            || instruments.FindStream(parts[0])?.Instrument is not { } instrument
            || IntervalOf(parts) is not { } interval)
        {
            return;
        }

        DateTimeOffset now = context.VenueOnLoop.Now;
        if (parts[1] == "depth")
        {
            if (!_depths.Exists(depth => depth.Name == stream))
            {
                long updateId = context.VenueOnLoop.Snapshot(instrument.Id.Symbol, 1).UpdateId;
                _depths.Add(new BinanceDepthStream(stream, instrument, interval, ids, updateId, now));
            }
        }
        else if (int.TryParse(parts[1]["depth".Length..], out int levels)
            && PartialDepths.Contains(levels)
            && !_partialDepths.Exists(depth => depth.Name == stream))
        {
            _partialDepths.Add(new PartialDepth(stream, instrument, interval, levels) { ToldAt = now });
        }
    }

    /// <summary>From now on everything is in the new steps; a change of status or end is pushed to all.</summary>
    public void OnInstrument(InstrumentSetup before, InstrumentSetup after, DateTimeOffset now)
    {
        Instrument instrument = after.Instrument;
        _names[instrument.Id.Symbol] = new InstrumentNames(instrument);
        foreach (BinanceDepthStream depth in _depths.Where(depth => depth.Instrument.Id == instrument.Id))
        {
            depth.Replace(instrument, now, subscriptions);
        }

        foreach (PartialDepth depth in _partialDepths.Where(depth => depth.Instrument.Id == instrument.Id))
        {
            depth.Instrument = instrument;
        }

        if (before.Instrument.Status == instrument.Status && before.DeliveryTime == after.DeliveryTime)
        {
            return;
        }

        subscriptions.Publish(ContractInfo, BinanceEntrance.Market, json =>
        {
            json.WriteString("e", "contractInfo");
            json.WriteTime("E", now);
            json.WriteString("s", instrument.NativeSymbol);
            json.WriteString("ps", instrument.NativeSymbol);
            json.WriteString("ct", "PERPETUAL");
            json.WriteNumber("dt", BinanceContractStatus.DeliveryOf(after));
            json.WriteNumber("ot", BinanceContractStatus.OnboardingOf(after));
            json.WriteString("cs", BinanceContractStatus.TextOf(instrument.Status));
        });
    }

    public void OnBook(BookUpdate update)
    {
        foreach (BinanceDepthStream depth in _depths)
        {
            if (depth.Instrument.Id == update.Instrument.Id)
            {
                depth.Collect(update);
            }
        }

        if (!update.BestChanged)
        {
            return;
        }

        subscriptions.Publish(_names[update.Instrument.Id.Symbol].BookTicker, BinanceEntrance.Public, json =>
        {
            json.WriteString("e", "bookTicker");
            json.WriteNumber("u", ids.FinalUpdateId(update.UpdateId));
            json.WriteString("s", update.Instrument.NativeSymbol);
            BinanceBookText.WriteBest(json, update.Instrument, "b", "B", update.BestBid);
            BinanceBookText.WriteBest(json, update.Instrument, "a", "A", update.BestAsk);
            json.WriteTime("T", update.Time);
            json.WriteTime("E", update.Time);
        });
    }

    public void OnTrade(in PublicTrade trade)
    {
        InstrumentNames names = _names[trade.Symbol];
        PublicTrade told = trade;
        subscriptions.Publish(names.Trade, BinanceEntrance.Public, json =>
        {
            WriteTrade(json, "trade", names.Instrument, told);
            json.WriteNumber("t", told.TradeId);
            json.WriteString("X", "MARKET");
        });
        subscriptions.Publish(names.AggregateTrade, BinanceEntrance.Market, json =>
        {
            WriteTrade(json, "aggTrade", names.Instrument, told);
            json.WriteNumber("a", told.TradeId);
            json.WriteNumber("f", told.TradeId);
            json.WriteNumber("l", told.TradeId);
        });
    }

    public void OnTime(DateTimeOffset now)
    {
        _depths.RemoveAll(depth => !subscriptions.IsWanted(depth.Name));
        foreach (BinanceDepthStream depth in _depths)
        {
            depth.Tell(now, subscriptions);
        }

        _partialDepths.RemoveAll(depth => !subscriptions.IsWanted(depth.Name));
        foreach (PartialDepth depth in _partialDepths)
        {
            Tell(depth, now);
        }

        TellMarks(now);
    }

    private void Tell(PartialDepth depth, DateTimeOffset now)
    {
        if (now - depth.ToldAt < depth.Interval)
        {
            return;
        }

        BookSnapshot book = context.VenueOnLoop.Snapshot(depth.Instrument.Id.Symbol, depth.Levels);
        long finalId = ids.FinalUpdateId(book.UpdateId);
        subscriptions.Publish(depth.Name, BinanceEntrance.Public, json =>
        {
            json.WriteString("e", "depthUpdate");
            json.WriteTime("E", now);
            json.WriteTime("T", book.Time);
            json.WriteString("s", depth.Instrument.NativeSymbol);
            json.WriteNumber("U", BinanceIds.FirstUpdateIdAfter(depth.ToldId ?? finalId));
            json.WriteNumber("u", finalId);
            json.WriteNumber("pu", depth.ToldId ?? finalId);
            WriteLevels(json, "b", depth.Instrument, book.Bids);
            WriteLevels(json, "a", depth.Instrument, book.Asks);
        });
        depth.ToldAt = now;
        depth.ToldId = finalId;
    }

    private void TellMarks(DateTimeOffset now)
    {
        if (now < _nextFastMark)
        {
            return;
        }

        _nextFastMark = NextWhole(now, FastMarkInterval);
        bool isSlowToo = now >= _nextMark;
        if (isSlowToo)
        {
            _nextMark = NextWhole(now, MarkInterval);
        }

        foreach (InstrumentNames names in _names.Values)
        {
            if (context.VenueOnLoop.Market(names.Instrument.Id.Symbol) is not { } market)
            {
                continue;
            }

            void Write(Utf8JsonWriter json) => WriteMark(json, names.Instrument, market, now);
            subscriptions.Publish(names.FastMark, BinanceEntrance.Market, Write);
            if (isSlowToo)
            {
                subscriptions.Publish(names.Mark, BinanceEntrance.Market, Write);
            }
        }
    }

    private static void WriteMark(Utf8JsonWriter json, Instrument instrument, in MarketState market, DateTimeOffset now)
    {
        json.WriteString("e", "markPriceUpdate");
        json.WriteTime("E", now);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteRounded("p", market.MarkPrice);
        json.WriteRounded("i", market.IndexPrice);
        json.WriteRounded("P", market.IndexPrice);
        json.WriteRounded("r", market.Funding.Rate.Value);
        json.WriteTime("T", market.Funding.NextSettlement);
    }

    private static void WriteTrade(Utf8JsonWriter json, string type, Instrument instrument, in PublicTrade trade)
    {
        json.WriteString("e", type);
        json.WriteTime("E", trade.Time);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteDecimal("p", trade.Price, instrument.PriceScale);
        json.WriteDecimal("q", trade.Quantity, instrument.QuantityScale);
        json.WriteTime("T", trade.Time);
        json.WriteBoolean("m", trade.TakerSide == Side.Sell);
    }

    private static void WriteLevels(Utf8JsonWriter json, string side, Instrument instrument, IReadOnlyList<BookLevel> levels)
    {
        json.WriteStartArray(side);
        foreach (BookLevel level in levels)
        {
            BinanceBookText.WriteLevel(json, instrument, level.Price, level.Quantity);
        }

        json.WriteEndArray();
    }

    private static TimeSpan? IntervalOf(string[] parts) => parts.Length == 2 ? DefaultDepthInterval : parts[2] switch
    {
        "100ms" => TimeSpan.FromMilliseconds(100),
        "250ms" => DefaultDepthInterval,
        "500ms" => TimeSpan.FromMilliseconds(500),
        _ => null,
    };

    private static DateTimeOffset NextWhole(DateTimeOffset now, TimeSpan interval) =>
        new(now.UtcTicks - (now.UtcTicks % interval.Ticks) + interval.Ticks, TimeSpan.Zero);

    private sealed class InstrumentNames(Instrument instrument)
    {
        private readonly string _lower = instrument.NativeSymbol.ToLowerInvariant();

        public Instrument Instrument { get; } = instrument;

        public string BookTicker => field ??= _lower + "@bookTicker";

        public string Trade => field ??= _lower + "@trade";

        public string AggregateTrade => field ??= _lower + "@aggTrade";

        public string Mark => field ??= _lower + "@markPrice";

        public string FastMark => field ??= _lower + "@markPrice@1s";
    }

    private sealed class PartialDepth(string name, Instrument instrument, TimeSpan interval, int levels)
    {
        public string Name { get; } = name;

        public Instrument Instrument { get; set; } = instrument;

        public TimeSpan Interval { get; } = interval;

        public int Levels { get; } = levels;

        public DateTimeOffset ToldAt { get; set; }

        public long? ToldId { get; set; }
    }
}
