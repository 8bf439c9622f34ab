using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// The public topics of one instrument. What the venue tells is noted; it is pushed when the venue is at rest and may be asked.
/// Used on the loop only.
/// </summary>
internal sealed class BybitInstrumentStream
{
    /// <summary>Market time between two pushes of tickers at least.</summary>
    private static readonly TimeSpan TickerInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The depth whose update number the REST book has.</summary>
    private const int RestDepth = 500;

    private readonly SimulatedVenue _venue;
    private readonly SubscriptionTable<string> _subscriptions;
    private readonly BybitContract _contract;
    private readonly BybitBookTopic[] _books;
    private readonly string _tradeTopic;
    private readonly string _tickerTopic;
    private readonly DayStatistics _day = new();
    private readonly PriceBars _bars = new();
    private readonly BybitKlineTopics _klines;
    private bool _bookChanged;
    private bool _tickerChanged;
    private BybitTicker? _lastTicker;
    private DateTimeOffset _lastTickerAt;
    private long _tickerSequence;

    public BybitInstrumentStream(SimulatedVenue venue, BybitContract contract, SubscriptionTable<string> subscriptions)
    {
        _venue = venue;
        _contract = contract;
        _subscriptions = subscriptions;
        _books = [.. BybitBookTopic.Depths.Select(depth => new BybitBookTopic(contract, depth))];
        _tradeTopic = $"publicTrade.{contract.Name}";
        _tickerTopic = $"tickers.{contract.Name}";
        _klines = new BybitKlineTopics(contract, subscriptions);
    }

    /// <summary>Every topic that may be subscribed to.</summary>
    public IEnumerable<string> Topics => _books.Select(book => book.Name).Append(_tradeTopic).Append(_tickerTopic).Concat(_klines.Names);

    /// <summary>The day's statistics; before the first trade they stand at the mid.</summary>
    public DayStatistics Day
    {
        get
        {
            if (_day.IsEmpty && _venue.Market(_contract.Symbol) is { } market)
            {
                _day.Add(_contract.Instrument.Tick.RoundDown(new Price(market.Mid)).Value, 0m, _venue.Now);
            }

            return _day;
        }
    }

    /// <summary>Trades minute by minute; before the first trade they stand at the mid.</summary>
    public PriceBars Bars
    {
        get
        {
            if (_bars.IsEmpty && _venue.Market(_contract.Symbol) is { } market)
            {
                _bars.Begin(_contract.Instrument.Tick.RoundDown(new Price(market.Mid)).Value, _venue.Now);
            }

            return _bars;
        }
    }

    public void OnBook()
    {
        _bookChanged = true;
        _tickerChanged = true;
    }

    /// <summary>The instrument has new terms.</summary>
    public void OnInstrument()
    {
        Array.ForEach(_books, book => book.Restart());
        _bookChanged = true;
    }

    public void OnMark() => _tickerChanged = true;

    public void OnTrade(in PublicTrade trade)
    {
        _day.Add(trade.Price, trade.Quantity, trade.Time);
        _bars.Add(trade.Price, trade.Quantity, trade.TakerSide == Side.Buy, trade.TradeId, trade.Time);
        _tickerChanged = true;
        if (!_subscriptions.HasSubscribers(_tradeTopic))
        {
            return;
        }

        long time = trade.Time.ToUnixTimeMilliseconds();
        _subscriptions.Send(_tradeTopic, BybitText.Write(new
        {
            topic = _tradeTopic,
            type = "snapshot",
            ts = time,
            data = new[]
            {
                new BybitTradePush(
                    time,
                    _contract.Name,
                    BybitText.Side(trade.TakerSide),
                    _contract.Quantity(trade.Quantity),
                    _contract.Price(trade.Price),
                    _day.LastChanged ? _day.LastWasUp ? "PlusTick" : "MinusTick" : _day.LastWasUp ? "ZeroPlusTick" : "ZeroMinusTick",
                    BybitMarketStatements.TradeId(in trade),
                    trade.TradeId),
            },
        }));
    }

    /// <summary>Pushes what changed.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_bookChanged)
        {
            _bookChanged = false;
            BookSnapshot? book = null;
            foreach (BybitBookTopic topic in _books)
            {
                if (_subscriptions.HasSubscribers(topic.Name))
                {
                    Move(topic, book ??= Book(), now);
                }
            }
        }

        if (_tickerChanged && now - _lastTickerAt >= TickerInterval && _subscriptions.HasSubscribers(_tickerTopic))
        {
            FlushTicker(now);
        }

        _klines.Flush(Bars, now);
    }

    /// <summary>What a new subscriber gets at once.</summary>
    public ReadOnlyMemory<byte>? First(string name, DateTimeOffset now)
    {
        if (_books.FirstOrDefault(book => book.Name == name) is { } topic)
        {
            // Those who are subscribed hear of the change first: for them the number goes on.
            Move(topic, Book(), now);
            return topic.Snapshot(now);
        }

        if (name != _tickerTopic)
        {
            return null;
        }

        FlushTicker(now);
        return TickerMessage("snapshot", _lastTicker!, now);
    }

    public BybitTicker Ticker() =>
        BybitMarketStatements.Ticker(_contract, _venue.Snapshot(_contract.Symbol, 1), _venue.Market(_contract.Symbol), Day);

    /// <summary>The REST book: a part of the 500 levels, under their update number.</summary>
    public object OrderBook(int levels, DateTimeOffset now)
    {
        BybitBookTopic topic = _books.Single(book => book.Depth == RestDepth);
        Move(topic, Book(), now);
        return new
        {
            s = _contract.Name,
            b = topic.Bids(levels),
            a = topic.Asks(levels),
            ts = now.ToUnixTimeMilliseconds(),
            u = topic.UpdateNumber,
            seq = topic.Sequence,
            cts = topic.Time.ToUnixTimeMilliseconds(),
        };
    }

    private BookSnapshot Book() => _venue.Snapshot(_contract.Symbol, BybitBookTopic.Depths[^1]);

    private void Move(BybitBookTopic topic, BookSnapshot book, DateTimeOffset now)
    {
        if (topic.MoveTo(book) && _subscriptions.HasSubscribers(topic.Name))
        {
            _subscriptions.Send(topic.Name, topic.Update(now));
        }
    }

    private void FlushTicker(DateTimeOffset now)
    {
        _tickerChanged = false;
        BybitTicker ticker = Ticker();
        if (_lastTicker is { } before && BybitMarketStatements.Delta(before, ticker) is { } delta)
        {
            _lastTickerAt = now;
            _tickerSequence++;
            _subscriptions.Send(_tickerTopic, TickerMessage("delta", delta, now));
        }

        _lastTicker = ticker;
    }

    private byte[] TickerMessage(string type, BybitTicker data, DateTimeOffset now) => BybitText.Write(new
    {
        topic = _tickerTopic,
        type,
        data,
        cs = _tickerSequence,
        ts = now.ToUnixTimeMilliseconds(),
    });
}
