using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>
/// Keeps one adapter running until told to end. An adapter should end only then; whatever else ends it must not silence its venue
/// for the life of the process: the engine hears that the venue is down, and the adapter runs again after a pause.
/// </summary>
public sealed class AdapterSupervisor(IVenueAdapter adapter, VenueClock clock, IVenueLog log, int jitterSeed)
{
    /// <summary>An adapter that has run this long was well; its next failure is a first one again. Real time.</summary>
    public static readonly TimeSpan WellAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long _restarts;

    /// <summary>How often the adapter ended by itself.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    /// <summary>Returns when told to end, or when the engine takes nothing any more.</summary>
    public async Task RunAsync(IVenueSink sink, CancellationToken ending)
    {
        var pauses = new Backoff(ShortestPause, LongestPause, jitterSeed);
        try
        {
            while (true)
            {
                TimeSpan started = clock.Elapsed;
                string reason = await RunOnceAsync(sink, ending);
                ending.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _restarts);
                if (clock.Elapsed - started >= WellAfter)
                {
                    pauses.Reset();
                }

                TimeSpan pause = pauses.Next();
                // The engine first: where it has ended, so has the adapter, and that is no news.
                await sink.PublishAsync(new VenueLinkChanged(adapter.Venue, VenueLink.Down, reason), ending);
                log.Warning(adapter.Venue, $"the adapter has ended by itself and runs again in {pause.TotalSeconds:0.0} s: {reason}");
                await Task.Delay(pause, clock.Time, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The process is ending.
        }
        catch (ChannelClosedException)
        {
            // The engine has halted: nobody is left to be told, and the process is about to end.
        }
    }

    /// <returns>Why it has ended.</returns>
    private async Task<string> RunOnceAsync(IVenueSink sink, CancellationToken ending)
    {
        try
        {
            await adapter.RunAsync(sink, ending);
            return "it returned without being told to";
        }
        catch (Exception failure)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }
}
