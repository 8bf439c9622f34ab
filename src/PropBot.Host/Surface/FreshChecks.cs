using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Surface;

/// <summary>How long an answer may wait for the venues' readings; after that it says how old the last ones are.</summary>
/// <param name="LongestWait">Default 5 s.</param>
internal sealed record FreshChecksOptions(TimeSpan LongestWait)
{
    public static FreshChecksOptions Default => new(TimeSpan.FromSeconds(5));
}

/// <summary>The start-up checks as of readings that were made after a command, waited for but not for long.</summary>
internal sealed class FreshChecks(ISnapshotSource snapshots, FreshChecksOptions options, TimeProvider time)
{
    public async Task<EngineSnapshot> ReadSinceAsync(CommandReceipt asked, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        EngineSnapshot read = asked.Snapshot;
        try
        {
            while (IsAwaited(read, asked.At))
            {
                long version = snapshots.Version;
                read = snapshots.Current ?? read;
                if (IsAwaited(read, asked.At))
                {
                    await snapshots.WaitForChangeAsync(version, either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A venue does not answer: its checks say how old their readings are.
        }

        return read;
    }

    /// <summary>Venues that are connected will still answer; with one that is not, nobody is waited for.</summary>
    private static bool IsAwaited(EngineSnapshot snapshot, DateTimeOffset since) =>
        snapshot.Venues.All(v => v.Link == VenueLink.Up) && snapshot.Preflight.Any(c => c.At is not { } at || at < since);
}
