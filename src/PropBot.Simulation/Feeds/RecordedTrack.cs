using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>One instrument of a recording on its way from knot to knot.</summary>
internal sealed class RecordedTrack
{
    // |gap| of two venues against the bar's range: 0.76 + 0.0095 x range (crash set, quiet bars); half of the slope for each venue.
    private const double SpreadPerRange = 0.005;

    // A median five-minute bar ranges over 12.5 bps (crash set); the depth is as measured up to there and falls as the range grows.
    private const double UsualRangeBps = 12.5;
    private const double LeastDepth = 0.02;
    private const int PricePlaces = 8;
    private static readonly TimeSpan UsualBar = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<Knot> _knots;
    private readonly InstrumentSetup _setup;
    private readonly RecordedFunding[] _settlements;
    private readonly RecordedFundingQuotes _funding;
    private readonly RecordedMarkBasis _marks;
    private readonly SeededRandom _random;
    private readonly TimeSpan _interval;
    private readonly double _usualRangeBps;
    private readonly int _stepsPerBar;
    private readonly int _last;
    private int _nextSettlement;
    private int _from;
    private int _step;

    public RecordedTrack(
        RecordedInstrument instrument, IReadOnlyList<Knot> knots, TimeSpan interval, InstrumentSetup setup, RecordedFeedOptions options)
    {
        Id = instrument.Id;
        _knots = knots;
        _interval = interval;
        _setup = setup;
        _stepsPerBar = options.StepsPerBar;
        _usualRangeBps = UsualRangeBps * Math.Sqrt(interval / UsualBar);
        _random = new SeededRandom(options.Seed, $"takers {Id}");
        _settlements = RecordedFundingQuotes.Rounded(instrument.Funding);
        _funding = new RecordedFundingQuotes(_settlements, setup.Instrument.FundingInterval);
        _marks = new RecordedMarkBasis(instrument.Marks, knots);
        while (_from < knots.Count && knots[_from].Time < options.From)
        {
            _from++;
        }

        _last = knots.Count - 1;
        while (_last >= 0 && knots[_last].Time > options.To)
        {
            _last--;
        }
    }

    public InstrumentId Id { get; }

    /// <summary>Only while there is a price to come.</summary>
    public DateTimeOffset FirstPrice => _knots[_from].Time;

    public DateTimeOffset LastPrice => _knots[_last].Time;

    /// <summary>Instant of the next price or settlement; null at the end, which is the last price.</summary>
    public DateTimeOffset? NextTime
    {
        get
        {
            if (_from > _last)
            {
                return null;
            }

            DateTimeOffset price = NextPrice;
            return _nextSettlement < _settlements.Length && _settlements[_nextSettlement].Time < price
                ? _settlements[_nextSettlement].Time
                : price;
        }
    }

    private DateTimeOffset NextPrice => _step == 0
        ? _knots[_from].Time
        : _knots[_from].Time + TimeSpan.FromTicks(_interval.Ticks * _step / _stepsPerBar);

    public void SkipSettlementsBefore(DateTimeOffset start)
    {
        while (_nextSettlement < _settlements.Length && _settlements[_nextSettlement].Time < start)
        {
            _nextSettlement++;
        }
    }

    public void Settle(DateTimeOffset now, IMarketConsumer consumer)
    {
        if (_from <= _last && _nextSettlement < _settlements.Length && _settlements[_nextSettlement].Time == now)
        {
            consumer.OnFundingSettlement(Id, now, _settlements[_nextSettlement].Rate);
            _nextSettlement++;
        }
    }

    public void Tell(DateTimeOffset now, IMarketConsumer consumer)
    {
        if (_from > _last || NextPrice != now)
        {
            return;
        }

        MarketState state = StateAt(now);
        consumer.OnMarket(Id, now, in state);
        Advance();
    }

    private void Advance()
    {
        bool lastStep = _step >= _stepsPerBar;
        if (lastStep)
        {
            _from++;
            _step = 0;
        }

        // A missing bar is silence until the next known close.
        bool continues = _from < _last && _knots[_from + 1].Time - _knots[_from].Time == _interval;
        if (continues)
        {
            _step++;
        }
        else
        {
            _from++;
            _step = 0;
        }
    }

    private MarketState StateAt(DateTimeOffset now)
    {
        Knot from = _knots[_from];
        Knot to = _step == 0 ? from : _knots[_from + 1];
        decimal mid = Between(from.Mid, to.Mid);
        double rangeBps = to.RangeBps;
        decimal halfSpread = to.HalfSpread >= 0m && from.HalfSpread >= 0m
            ? Between(from.HalfSpread, to.HalfSpread)
            : decimal.Round(mid * (decimal)((_setup.Depth.HalfSpreadBps + (SpreadPerRange * rangeBps)) / 10_000.0), PricePlaces, MidpointRounding.AwayFromZero);
        decimal mark = decimal.Round(mid * (1m + (decimal)_marks.At(now)), PricePlaces, MidpointRounding.AwayFromZero);
        return new MarketState
        {
            Mid = mid,
            HalfSpread = halfSpread,
            DepthScale = Math.Max(LeastDepth, Math.Min(1.0, _usualRangeBps / Math.Max(rangeBps, _usualRangeBps))),
            MarkPrice = mark,
            IndexPrice = mark,
            Funding = _funding.At(now),
            TradedQuantity = _step == 0 ? 0m : to.Volume / _stepsPerBar,
            BuyShare = _random.NextDouble(),
        };
    }

    private decimal Between(decimal from, decimal to) => _step == 0 || from == to
        ? from
        : decimal.Round(from + ((to - from) * _step / _stepsPerBar), PricePlaces, MidpointRounding.AwayFromZero);
}
