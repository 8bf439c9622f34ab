using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Surface;

/// <summary>The board the engine's loop pins its snapshots to. One writer, any number of readers; nobody waits for a reader.</summary>
public sealed class SnapshotBoard : ISnapshotSource
{
    private volatile Pinned _latest = new(null, 0);

    public EngineSnapshot? Current => _latest.Snapshot;

    public long Version => _latest.Version;

    /// <summary>Called by the loop a few times a second.</summary>
    public void Publish(EngineSnapshot snapshot)
    {
        Pinned previous = _latest;
        _latest = new Pinned(snapshot, previous.Version + 1);
        previous.Replaced.SetResult();
    }

    public async ValueTask WaitForChangeAsync(long seenVersion, CancellationToken cancellationToken)
    {
        Pinned latest = _latest;
        if (latest.Version <= seenVersion)
        {
            await latest.Replaced.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Pinned(EngineSnapshot? snapshot, long version)
    {
        public EngineSnapshot? Snapshot { get; } = snapshot;

        public long Version { get; } = version;

        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
