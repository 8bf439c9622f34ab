using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Faults;

/// <summary>One rule from a file or from the control port; units stand in the keys.</summary>
internal static class FaultRuleReader
{
    private static readonly Dictionary<string, RefusalReason> Reasons =
        FaultRule.Reasons.ToDictionary(reason => FaultCatalogue.Snake($"{reason}"));

    /// <returns>Null when its kind is not known; everything else that is wrong is noted.</returns>
    public static FaultRule? Read(StrictMapping item)
    {
        FaultKind? kind = ReadKind(item);
        var rule = new FaultRule
        {
            Kind = kind ?? FaultKind.Latency,
            Venue = ReadVenue(item),
            Instrument = ReadInstrument(item),
            Match = item.Text("match"),
            From = item.Time("from_s", TimeSpan.FromSeconds(1)) ?? TimeSpan.Zero,
            At = item.Instant("at"),
            After = item.Integer("after") ?? 0,
            Duration = item.Time("duration_s", TimeSpan.FromSeconds(1)),
            Count = item.Integer("count"),
            Probability = (double)(item.Number("probability") ?? 1m),
            Delay = item.Time("delay_ms", TimeSpan.FromMilliseconds(1)),
            Size = item.Number("size"),
            Status = item.Integer("status") ?? 503,
            Reason = ReadReason(item),
        };
        item.RefuseUnknown();
        if (kind is null)
        {
            return null;
        }

        foreach (string problem in rule.Validate())
        {
            item.Problem("", problem);
        }

        return rule;
    }

    private static FaultKind? ReadKind(StrictMapping item)
    {
        string? name = item.Text("kind");
        if (name is not null && FaultCatalogue.TryParse(name, out FaultKind kind))
        {
            return kind;
        }

        item.Problem("kind", $"{(name is null ? "is missing" : $"'{name}' does not exist")}; one of {string.Join(", ", FaultCatalogue.AllNames)}");
        return null;
    }

    private static VenueId? ReadVenue(StrictMapping item) => item.Text("venue") is { } name ? new VenueId(name) : null;

    private static Symbol? ReadInstrument(StrictMapping item)
    {
        if (item.Text("instrument") is not { } name)
        {
            return null;
        }

        if (Symbol.TryParse(name, out Symbol symbol))
        {
            return symbol;
        }

        item.Problem("instrument", $"'{name}' is not a symbol such as BTCUSDT");
        return null;
    }

    private static RefusalReason ReadReason(StrictMapping item)
    {
        if (item.Text("reason") is not { } name)
        {
            return RefusalReason.InsufficientMargin;
        }

        if (Reasons.TryGetValue(name, out RefusalReason reason))
        {
            return reason;
        }

        item.Problem("reason", $"'{name}' is not one of {string.Join(", ", Reasons.Keys)}");
        return RefusalReason.InsufficientMargin;
    }
}
