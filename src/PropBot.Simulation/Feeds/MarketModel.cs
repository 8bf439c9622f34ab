using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>
/// Prices of several venues from a seed; needs no file and never ends. Each symbol has one true price with fat tails and clusters
/// of volatility; each venue shows it late by its lag, with a slow basis, fast noise, and now and then dislocated.
/// </summary>
public sealed class MarketModel : IMarketFeed
{
    private readonly MarketModelOptions _options;
    private readonly List<TruePrice> _symbols = [];
    private readonly List<VenuePrice> _venuePrices = [];
    private readonly DislocationSchedule _dislocations;
    private readonly SeededRandom _common;
    private long _steps;
    private DateTimeOffset _nextStep;
    private DateTimeOffset _nextSettlement;

    public MarketModel(MarketModelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StepInterval, TimeSpan.Zero, nameof(options));
        _options = options;
        _common = new SeededRandom(options.Seed, "common factor");
        var known = new SortedDictionary<Symbol, TruePrice>();
        foreach (SimulatedVenueOptions venue in options.Venues)
        {
            foreach (InstrumentSetup setup in venue.Instruments)
            {
                Symbol symbol = setup.Instrument.Id.Symbol;
                if (!known.TryGetValue(symbol, out TruePrice? price))
                {
                    price = new TruePrice(symbol, options);
                    known.Add(symbol, price);
                    _symbols.Add(price);
                }

                _venuePrices.Add(new VenuePrice(setup, price, options));
            }
        }

        _dislocations = new DislocationSchedule(options, _venuePrices);
        Start = options.Start;
        _nextStep = Start;
        _nextSettlement = FundingClock.NextAfter(Start - TimeSpan.FromTicks(1));
        Instruments = [.. _venuePrices.Select(price => price.Id)];
    }

    public IReadOnlyList<InstrumentId> Instruments { get; }

    public DateTimeOffset Start { get; }

    public DateTimeOffset? End => null;

    public TimeSpan StepInterval => _options.StepInterval;

    public DateTimeOffset? NextTime => _nextSettlement < _nextStep ? _nextSettlement : _nextStep;

    public void Step(IMarketConsumer consumer)
    {
        DateTimeOffset now = NextTime!.Value;
        if (now == _nextSettlement)
        {
            Settle(now, consumer);
        }

        if (now == _nextStep)
        {
            Move(now, consumer);
        }
    }

    private void Settle(DateTimeOffset now, IMarketConsumer consumer)
    {
        foreach (VenuePrice price in _venuePrices)
        {
            consumer.OnFundingSettlement(price.Id, now, price.Funding.Rate);
        }

        _nextSettlement = FundingClock.NextAfter(now);
    }

    private void Move(DateTimeOffset now, IMarketConsumer consumer)
    {
        if (_steps > 0)
        {
            double common = _common.NextStudent(TruePrice.DegreesOfFreedom);
            foreach (TruePrice symbol in _symbols)
            {
                symbol.Move(common);
            }
        }

        TimeSpan elapsed = now - Start;
        _dislocations.Advance(elapsed);
        foreach (VenuePrice price in _venuePrices)
        {
            MarketState state = price.Move(elapsed, _nextSettlement);
            consumer.OnMarket(price.Id, now, in state);
        }

        _steps++;
        _nextStep = Start + (_steps * _options.StepInterval);
    }
}
