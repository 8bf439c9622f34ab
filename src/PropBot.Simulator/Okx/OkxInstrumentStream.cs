using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>
/// The public channels of one instrument. What the venue tells is noted; it is pushed when the venue is at rest and may be
/// asked. Used on the loop only.
/// </summary>
internal sealed class OkxInstrumentStream
{
    /// <summary>Market time between two pushes of tickers at least, and of an unchanged funding rate at most.</summary>
    private static readonly TimeSpan TickerInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FundingInterval = TimeSpan.FromSeconds(60);

    /// <summary>Market time between two pushes of a mark price that does not change. Source: OKX API v5, WebSocket, Mark price channel, read 2026-11-30.</summary>
    private static readonly TimeSpan UnchangedMarkInterval = TimeSpan.FromSeconds(10);

    private readonly SimulatedVenue _venue;
    private readonly SubscriptionTable<OkxArgument> _subscriptions;
    private readonly OkxContract _contract;
    private readonly OkxBookChannel _books;
    private readonly OkxTopChannel _books5;
    private readonly OkxTopChannel _best;
    private readonly OkxArgument _booksTopic;
    private readonly OkxArgument _books5Topic;
    private readonly OkxArgument _bestTopic;
    private readonly OkxArgument _tradesTopic;
    private readonly OkxArgument _tickerTopic;
    private readonly OkxArgument _markTopic;
    private readonly OkxArgument _fundingTopic;
    private readonly OkxArgument _priceLimitTopic;
    private readonly DayStatistics _day = new();
    private readonly PriceBars _bars = new();
    private bool _bookChanged;
    private bool _bookRestarts;
    private bool _priceLimitsChanged;
    private OkxPriceLimit? _lastPriceLimit;
    private bool _tickerChanged;
    private bool _markChanged;
    private OkxTicker? _lastTicker;
    private DateTimeOffset _lastTickerAt;
    private string _lastMark = "";
    private DateTimeOffset _lastMarkAt;
    private OkxFundingRate? _lastFunding;
    private DateTimeOffset _lastFundingAt;

    public OkxInstrumentStream(SimulatedVenue venue, OkxContract contract, SubscriptionTable<OkxArgument> subscriptions)
    {
        _venue = venue;
        _contract = contract;
        _subscriptions = subscriptions;
        _books = new OkxBookChannel(contract);
        _books5 = new OkxTopChannel(contract, "books5", 5);
        _best = new OkxTopChannel(contract, "bbo-tbt", 1);
        _booksTopic = Topic(OkxBookChannel.Name);
        _books5Topic = Topic("books5");
        _bestTopic = Topic("bbo-tbt");
        _tradesTopic = Topic("trades");
        _tickerTopic = Topic("tickers");
        _markTopic = Topic("mark-price");
        _fundingTopic = Topic("funding-rate");
        _priceLimitTopic = Topic("price-limit");
    }

    /// <summary>Channels that have one instrument.</summary>
    public static readonly IReadOnlyList<string> Channels =
        [OkxBookChannel.Name, "books5", "bbo-tbt", "trades", "tickers", "mark-price", "funding-rate", "price-limit"];

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

    public void OnMark()
    {
        _markChanged = true;
        _priceLimitsChanged = true;
    }

    /// <summary>The instrument has new terms.</summary>
    public void OnInstrument()
    {
        _books.Restart();
        _books5.Restart();
        _best.Restart();
        _bookChanged = true;
        _bookRestarts = true;
    }

    public void OnTrade(in PublicTrade trade)
    {
        _day.Add(trade.Price, trade.Quantity, trade.Time);
        _bars.Add(trade.Price, trade.Quantity, trade.TakerSide == Side.Buy, trade.TradeId, trade.Time);
        _tickerChanged = true;
        if (_subscriptions.HasSubscribers(_tradesTopic))
        {
            Push(_tradesTopic, OkxMarketStatements.Trade(_contract, in trade, isPush: true));
        }
    }

    /// <summary>Pushes what changed.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_bookChanged && IsBookWatched)
        {
            FlushBooks();
        }

        if (_tickerChanged && now - _lastTickerAt >= TickerInterval)
        {
            FlushTicker(now);
        }

        if (_markChanged)
        {
            FlushMark(now);
        }

        if (_priceLimitsChanged)
        {
            FlushPriceLimits(now);
        }
    }

    /// <summary>What a new subscriber gets at once.</summary>
    public ReadOnlyMemory<byte>? First(string channel, DateTimeOffset now)
    {
        switch (channel)
        {
            case OkxBookChannel.Name:
                FlushBooks();
                return _books.Snapshot();
            case "books5":
                FlushBooks();
                return _books5.Message();
            case "bbo-tbt":
                FlushBooks();
                return _best.Message();
            case "tickers":
                return Message(_tickerTopic, Ticker());
            case "mark-price" when _venue.Market(_contract.Symbol) is { } market:
                return Message(_markTopic, OkxMarketStatements.MarkPrice(_contract, in market, now));
            case "funding-rate" when Funding(now) is { } funding:
                return Message(_fundingTopic, funding);
            case "price-limit" when _venue.Market(_contract.Symbol) is { } market:
                return Message(_priceLimitTopic, OkxMarketStatements.PriceLimit(_contract, in market, now));
            default:
                return null;
        }
    }

    private bool IsBookWatched => _subscriptions.HasSubscribers(_booksTopic)
        || _subscriptions.HasSubscribers(_books5Topic)
        || _subscriptions.HasSubscribers(_bestTopic);

    /// <summary>Brings the channels to the book as it is, all of them together.</summary>
    private void FlushBooks()
    {
        _bookChanged = false;
        BookSnapshot book = _venue.Snapshot(_contract.Symbol, OkxBookChannel.Depth);
        if (_books.MoveTo(book) && _subscriptions.HasSubscribers(_booksTopic))
        {
            _subscriptions.Send(_booksTopic, _bookRestarts ? _books.Snapshot() : _books.Update());
        }

        _bookRestarts = false;

        if (_books5.MoveTo(book) && _subscriptions.HasSubscribers(_books5Topic))
        {
            _subscriptions.Send(_books5Topic, _books5.Message());
        }

        if (_best.MoveTo(book) && _subscriptions.HasSubscribers(_bestTopic))
        {
            _subscriptions.Send(_bestTopic, _best.Message());
        }
    }

    private void FlushTicker(DateTimeOffset now)
    {
        _tickerChanged = false;
        if (!_subscriptions.HasSubscribers(_tickerTopic))
        {
            return;
        }

        OkxTicker ticker = Ticker();
        if (_lastTicker is null || ticker with { Ts = _lastTicker.Ts } != _lastTicker)
        {
            _lastTicker = ticker;
            _lastTickerAt = now;
            Push(_tickerTopic, ticker);
        }
    }

    private void FlushMark(DateTimeOffset now)
    {
        _markChanged = false;
        if (_venue.Market(_contract.Symbol) is not { } market)
        {
            return;
        }

        if (_subscriptions.HasSubscribers(_markTopic))
        {
            OkxMarkPrice mark = OkxMarketStatements.MarkPrice(_contract, in market, now);
            if (mark.MarkPx != _lastMark || now - _lastMarkAt >= UnchangedMarkInterval)
            {
                _lastMark = mark.MarkPx;
                _lastMarkAt = now;
                Push(_markTopic, mark);
            }
        }

        if (_subscriptions.HasSubscribers(_fundingTopic))
        {
            FlushFunding(now);
        }
    }

    private void FlushPriceLimits(DateTimeOffset now)
    {
        _priceLimitsChanged = false;
        if (!_subscriptions.HasSubscribers(_priceLimitTopic) || _venue.Market(_contract.Symbol) is not { } market)
        {
            return;
        }

        OkxPriceLimit limits = OkxMarketStatements.PriceLimit(_contract, in market, now);
        if (_lastPriceLimit is null || limits with { Ts = _lastPriceLimit.Ts } != _lastPriceLimit)
        {
            _lastPriceLimit = limits;
            Push(_priceLimitTopic, limits);
        }
    }

    private void FlushFunding(DateTimeOffset now)
    {
        if (Funding(now) is not { } funding)
        {
            return;
        }

        bool isNew = _lastFunding is null
            || funding.FundingTime != _lastFunding.FundingTime
            || funding.FundingRate != _lastFunding.FundingRate;
        if (isNew || now - _lastFundingAt >= FundingInterval)
        {
            _lastFunding = funding;
            _lastFundingAt = now;
            Push(_fundingTopic, funding);
        }
    }

    private OkxTicker Ticker() => OkxMarketStatements.Ticker(_contract, _venue.Snapshot(_contract.Symbol, 1), Day);

    private OkxFundingRate? Funding(DateTimeOffset now) => Funding(_venue, _contract, now);

    /// <summary>The rate announced now; null before the feed has said one.</summary>
    public static OkxFundingRate? Funding(SimulatedVenue venue, OkxContract contract, DateTimeOffset now)
    {
        if (venue.Market(contract.Symbol) is not { Funding.IsKnown: true } market)
        {
            return null;
        }

        IReadOnlyList<FundingSettlement> settled = venue.Settlements(contract.Symbol);
        return OkxMarketStatements.FundingRate(contract, in market, settled.Count > 0 ? settled[^1] : null, now);
    }

    private OkxArgument Topic(string channel) => new() { Channel = channel, InstId = _contract.InstId };

    private void Push<T>(OkxArgument topic, T item) => _subscriptions.Send(topic, Message(topic, item));

    private static byte[] Message<T>(OkxArgument topic, T item) => OkxText.Write(new { arg = topic, data = new[] { item } });
}
