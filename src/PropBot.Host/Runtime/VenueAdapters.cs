using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues;
using PropBot.Venues.Binance;
using PropBot.Venues.Bybit;
using PropBot.Venues.Okx;

namespace PropBot.Host.Runtime;

/// <summary>The adapters of this run: made, run and ended together.</summary>
public sealed class VenueAdapters : IVenueStatisticsSource, IAsyncDisposable
{
    private readonly SortedDictionary<VenueId, IVenueAdapter> _adapters = [];
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;

    public VenueAdapters(IEnumerable<VenueOptions> venues, VenueClock clock, IVenueLog log)
    {
        foreach (VenueOptions venue in venues)
        {
            _adapters.Add(venue.Venue, Create(venue, clock, log));
        }
    }

    public IReadOnlyDictionary<VenueId, IVenueAdapter> ById => _adapters;

    public void Start(IVenueSink sink) =>
        _running = Task.WhenAll(_adapters.Values.Select(a => Task.Run(() => RunAsync(a, sink))));

    public IReadOnlyDictionary<VenueId, VenueStatistics> Read() =>
        _adapters.ToDictionary(a => a.Key, a => a.Value.Statistics);

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

    private async Task RunAsync(IVenueAdapter adapter, IVenueSink sink)
    {
        try
        {
            await adapter.RunAsync(sink, _ending.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // Either the process is ending or the engine has halted and takes nothing any more.
        }
    }

    private static IVenueAdapter Create(VenueOptions options, VenueClock clock, IVenueLog log) => options.Venue.Name switch
    {
        "binance-um" => new BinanceAdapter(options, clock, log),
        "okx-perp" => new OkxAdapter(options, clock, log),
        "bybit-linear" => new BybitAdapter(options, clock, log),
        _ => throw new NotSupportedException($"there is no adapter for {options.Venue}"),
    };
}
