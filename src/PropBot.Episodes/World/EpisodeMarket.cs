using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Feeds;

namespace PropBot.Episodes.World;

/// <summary>
/// Prices of all venues: one true price per symbol that walks, and what the schedule does to single instruments: gaps, thin books,
/// jumps.
/// </summary>
internal sealed class EpisodeMarket
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private const decimal BpsPerUnit = 10_000m;

    private readonly EpisodeSettings _settings;
    private readonly SeededRandom _random;
    private readonly SortedDictionary<Symbol, decimal> _true = new()
    {
        [EpisodeSettings.Btc] = 60_000m,
        [EpisodeSettings.Eth] = 3_000m,
    };

    private readonly SortedDictionary<InstrumentId, decimal> _gapBps = [];
    private readonly SortedDictionary<InstrumentId, double> _depth = [];

    public EpisodeMarket(EpisodeSettings settings, ulong seed)
    {
        _settings = settings;
        _random = new SeededRandom(seed, "market");
        foreach (Instrument instrument in settings.Instruments)
        {
            _gapBps.Add(instrument.Id, 0m);
            _depth.Add(instrument.Id, 1.0);
        }
    }

    /// <summary>Every symbol's true price goes on by a step.</summary>
    public void Walk()
    {
        foreach (Symbol symbol in (ReadOnlySpan<Symbol>)[EpisodeSettings.Btc, EpisodeSettings.Eth])
        {
            decimal bps = (decimal)(_settings.WalkBps * ((2.0 * _random.NextDouble()) - 1.0));
            _true[symbol] *= 1m + (bps / BpsPerUnit);
        }
    }

    /// <summary>The symbol's price on every venue jumps.</summary>
    public void Jump(Symbol symbol, decimal bps) => _true[symbol] *= 1m + (bps / BpsPerUnit);

    /// <summary>One instrument's price parts from the others', or comes back by the opposite sign.</summary>
    public void Part(InstrumentId id, decimal bps) => _gapBps[id] += bps;

    /// <param name="share">1: as deep as usual.</param>
    public void SetDepth(InstrumentId id, double share) => _depth[id] = share;

    /// <summary>Prices meet again, books are deep.</summary>
    public void Calm()
    {
        foreach (Instrument instrument in _settings.Instruments)
        {
            _gapBps[instrument.Id] = 0m;
            _depth[instrument.Id] = 20.0;
        }
    }

    /// <summary>What the venue is told at this step; draws what others have traded since the last one.</summary>
    public MarketState NextStateOf(InstrumentId id)
    {
        decimal mid = decimal.Round(_true[id.Symbol] * (1m + (_gapBps[id] / BpsPerUnit)), 4, MidpointRounding.ToZero);
        return new MarketState
        {
            Mid = mid,
            HalfSpread = 0m,
            DepthScale = _depth[id],
            MarkPrice = decimal.Round(mid, 1, MidpointRounding.ToZero),
            IndexPrice = mid,
            TradedQuantity = (decimal)(_settings.FlowNotional * _random.NextDouble()) / mid,
            BuyShare = _random.NextDouble(),
            Funding = new FundingQuote(Rate.FromBps(1m), _settings.Start + TimeSpan.FromDays(1), TimeSpan.FromHours(8)),
        };
    }
}
