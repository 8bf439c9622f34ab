namespace PropBot.Episodes.Schedules;

/// <summary>Everything that an episode follows from: the seed gives market, settings and latencies, the items what goes wrong.</summary>
public sealed record EpisodeSchedule(ulong Seed, IReadOnlyList<ScheduleItem> Items);
