using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues;
using PropBot.Venues.Binance;
using PropBot.Venues.Bybit;
using PropBot.Venues.Okx;

namespace PropBot.Host.Runtime;

/// <summary>The adapters of this run: made, supervised and ended together.</summary>
public sealed class VenueAdapters : IVenueStatisticsSource, IAsyncDisposable
{
    private readonly SortedDictionary<VenueId, IVenueAdapter> _adapters = [];
    private readonly Dictionary<VenueId, AdapterSupervisor> _supervisors = [];
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;

    public VenueAdapters(IEnumerable<VenueOptions> venues, VenueClock clock, IVenueLog log)
    {
        foreach (VenueOptions venue in venues)
        {
            IVenueAdapter adapter = Create(venue, clock, log);
            adapter = venue.Chaos?.Around(adapter, clock.Time) ?? adapter;
            _adapters.Add(venue.Venue, adapter);
            _supervisors.Add(venue.Venue, new AdapterSupervisor(adapter, clock, log, venue.JitterSeed));
        }
    }

    public IReadOnlyDictionary<VenueId, IVenueAdapter> ById => _adapters;

    public void Start(IVenueSink sink) =>
        _running = Task.WhenAll(_supervisors.Values.Select(s => Task.Run(() => s.RunAsync(sink, _ending.Token))));

    public IReadOnlyDictionary<VenueId, VenueStatistics> Read() =>
        _adapters.ToDictionary(a => a.Key, a => a.Value.Statistics with { Restarts = _supervisors[a.Key].Restarts });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        foreach (IVenueAdapter adapter in _adapters.Values)
        {
            await adapter.DisposeAsync();
        }

        _ending.Dispose();
    }

    private static IVenueAdapter Create(VenueOptions options, VenueClock clock, IVenueLog log) => options.Venue.Name switch
    {
        "binance-um" => new BinanceAdapter(options, clock, log),
        "okx-perp" => new OkxAdapter(options, clock, log),
        "bybit-linear" => new BybitAdapter(options, clock, log),
        _ => throw new NotSupportedException($"there is no adapter for {options.Venue}"),
    };
}
