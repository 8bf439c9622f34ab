using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Surface;

/// <summary>Where every reader gets what it shows: the latest picture of the engine, taken between two events.</summary>
public interface ISnapshotSource
{
    /// <summary>Null until the engine has handled its first event.</summary>
    EngineSnapshot? Current { get; }

    /// <summary>Counts the published snapshots; 0 before the first.</summary>
    long Version { get; }

    /// <summary>Ends at once when <see cref="Version"/> is above <paramref name="seenVersion"/>, else with the next publication.</summary>
    ValueTask WaitForChangeAsync(long seenVersion, CancellationToken cancellationToken);
}
