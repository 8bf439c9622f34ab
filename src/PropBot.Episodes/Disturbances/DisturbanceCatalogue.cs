using PropBot.Episodes.Schedules;

namespace PropBot.Episodes.Disturbances;

/// <summary>All that can disturb an episode. A new kind is a class and a line here.</summary>
internal static class DisturbanceCatalogue
{
    public static readonly IReadOnlyList<Disturbance> All =
    [
        .. MarketDisturbances.All,
        .. RequestFaults.All,
        .. StreamFaults.All,
        .. VenueDisturbances.All,
        .. ProcessDisturbances.All,
        .. OperatorCommands.All,
        // Last, where it came in: a kind in between would give every later one of every seed another strength.
        .. RightDisturbances.All,
        .. CoinDisturbances.All,
        .. SwitchCommands.All,
    ];

    private static readonly Dictionary<string, Disturbance> ByKind = All.ToDictionary(disturbance => disturbance.Kind, StringComparer.Ordinal);

    /// <summary>Without gaps nothing opens, and in a dry run that nobody ends, either: such an episode shows nothing.</summary>
    public static bool IsAlwaysOn(Disturbance disturbance) => disturbance.Kind is MarketDisturbances.GapKind or SwitchCommands.ExitDryRunKind;

    /// <exception cref="FormatException">There is no such kind.</exception>
    public static Disturbance Of(ScheduleItem item) => ByKind.TryGetValue(item.Kind, out Disturbance? known)
        ? known
        : throw new FormatException($"there is no kind '{item.Kind}'; known are {string.Join(", ", ByKind.Keys)}");
}
