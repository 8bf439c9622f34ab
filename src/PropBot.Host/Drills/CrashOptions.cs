using System.Globalization;
using PropBot.Host.Configuration;

namespace PropBot.Host.Drills;

/// <summary>Where a drill kills this process, and where it writes which points were passed. docs/drills.md says how to use it.</summary>
/// <param name="Points">The kill comes at the first of them that is reached; none: the points are only written down.</param>
/// <param name="ListPath">A line per passing is appended there; null: nothing is written.</param>
public sealed record CrashOptions(IReadOnlyList<CrashPoint> Points, string? ListPath)
{
    public const string AtVariable = "PROPBOT_CRASH_AT";
    public const string ListVariable = "PROPBOT_CRASH_LIST";

    /// <summary>The instants at which something can be cut off; a point is one of them, a slash and a kind.</summary>
    public static readonly IReadOnlyList<string> Instants =
    [
        "start", "before_commit", "in_commit", "committed", "handed_over", "between_sends", "on_wire", "answered", "shutdown",
    ];

    /// <summary>Null when no drill is wanted.</summary>
    internal static CrashOptions? Read(string profile, Func<string, string?> environment, List<ConfigFault> faults)
    {
        string? at = Given(environment(AtVariable));
        string? list = Given(environment(ListVariable));
        if (at is null && list is null)
        {
            return null;
        }

        if (profile != "paper")
        {
            faults.Add(new ConfigFault(
                at is null ? ListVariable : AtVariable,
                $"is set: it kills the bot in the middle of its work, for drills on simulated venues in the profile paper, not in {profile}; unset it"));
            return null;
        }

        var points = new List<CrashPoint>();
        foreach (string one in (at ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadPoint(one, faults) is not { } point)
            {
                return null;
            }

            points.Add(point);
        }

        return new CrashOptions(points, list);
    }

    private static CrashPoint? ReadPoint(string at, List<ConfigFault> faults)
    {
        int colon = at.LastIndexOf(':');
        string point = colon < 0 ? at : at[..colon];
        if (colon < 0 || !long.TryParse(at[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long passing) || passing < 1)
        {
            faults.Add(new ConfigFault(AtVariable, $"'{at}' does not end with ':' and the number of the passing, 1 or more, such as committed/PairChanged.Open:2"));
            return null;
        }

        string[] parts = point.Split('/');
        if (parts.Length != 2 || parts[1].Length == 0 || !Instants.Contains(parts[0], StringComparer.Ordinal))
        {
            faults.Add(new ConfigFault(AtVariable, $"'{point}' is not <instant>/<kind>, with one of the instants {string.Join(", ", Instants)}"));
            return null;
        }

        return new CrashPoint(point, passing);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
