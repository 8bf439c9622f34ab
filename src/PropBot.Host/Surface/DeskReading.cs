using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Venues;

namespace PropBot.Host.Surface;

/// <summary>Everything one answer is made of. An answer reads once, so that its numbers belong together.</summary>
internal sealed record DeskReading
{
    /// <summary>Null until the engine has handled its first event.</summary>
    public required EngineSnapshot? Snapshot { get; init; }

    public required long Version { get; init; }

    public required HealthState Health { get; init; }

    public required FeedDescription Feed { get; init; }

    public required IReadOnlyDictionary<VenueId, VenueStatistics> Statistics { get; init; }

    public required ChaosReading Chaos { get; init; }

    public required RunningConfiguration Configuration { get; init; }

    /// <summary>What the configuration's file says and only the next start takes.</summary>
    public required IReadOnlyList<ConfigChange> NextStart { get; init; }

    /// <summary>The configuration that waits for its second person; null for none.</summary>
    public required StagedConfig? Staged { get; init; }
}

internal sealed class DeskReader(
    ISnapshotSource snapshots, IHealthSource health, IFeedDescriptionSource feed, IVenueStatisticsSource statistics, IChaosSource chaos, IConfigurationSource configuration)
{
    public DeskReading Read()
    {
        // Before the snapshot: a version that is too low makes a live page look once more, one too high would skip a change.
        long version = snapshots.Version;
        HealthState now = health.Current;
        EngineSnapshot? snapshot = snapshots.Current;
        if (snapshot?.Watchdog.After(now.EngineSilence) is { IsStale: true } stale)
        {
            snapshot = snapshot with { Watchdog = stale };
        }

        return new DeskReading
        {
            Snapshot = snapshot,
            Version = version,
            Health = now,
            Feed = feed.Current,
            Statistics = statistics.Read(),
            Chaos = chaos.Read(),
            Configuration = configuration.Current,
            NextStart = configuration.NextStart,
            Staged = configuration.Staged,
        };
    }
}
