using PropBot.Core.Values;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Chaos;

/// <summary>
/// Everything that is made to fail on the way to one venue. Its injectors stand around our own transport, so that adapter, kernel and
/// operator see what they would see if the network did it. Counts what it injected.
/// </summary>
/// <remarks>A run without chaos has no such object, and none of its decorators are there.</remarks>
public sealed class VenueChaos(VenueId venue, ChaosOptions options)
{
    private readonly long[] _injected = new long[ChaosKinds.All.Count];

    // A session that begins anew goes on with the draws of the one before.
    private readonly Dictionary<string, ChaosDraws> _draws = new(StringComparer.Ordinal);

    public VenueId Venue => venue;

    public ChaosOptions Options => options;

    /// <summary>How often a fault was injected since the start.</summary>
    public long Injected(ChaosKind kind) => Interlocked.Read(ref _injected[(int)kind]);

    public void Count(ChaosKind kind) => Interlocked.Increment(ref _injected[(int)kind]);

    /// <param name="purpose">What is drawn for; each has a sequence of its own, so that one does not disturb another.</param>
    public ChaosDraws DrawsFor(string purpose)
    {
        lock (_draws)
        {
            if (!_draws.TryGetValue(purpose, out ChaosDraws? draws))
            {
                draws = new ChaosDraws(options.Seed, $"{venue} {purpose}");
                _draws.Add(purpose, draws);
            }

            return draws;
        }
    }

    /// <summary>Drops market data before the stream sees it.</summary>
    /// <param name="name">The stream's.</param>
    public IStreamHandler Around(string name, IStreamHandler stream) => options.DropProbability > 0m ? new DroppingStream(this, name, stream) : stream;

    /// <summary>Lets requests time out.</summary>
    public HttpMessageHandler Around(HttpMessageHandler sockets, TimeProvider time) =>
        options.TimeoutProbability > 0m ? new TimingOutHandler(this, time, sockets) : sockets;

    /// <summary>Delays commands for orders.</summary>
    public IVenueAdapter Around(IVenueAdapter adapter, TimeProvider time) =>
        options.OrderDelay > TimeSpan.Zero ? new DelayingAdapter(this, time, adapter) : adapter;
}
