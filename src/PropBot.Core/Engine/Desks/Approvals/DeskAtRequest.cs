using System.Globalization;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>What whoever confirms ought to know: what is on, what is not clear, and why the desk holds.</summary>
internal sealed class DeskAtRequest(EngineState state, Preflight preflight)
{
    public IReadOnlyList<KeyValuePair<string, string>> Words()
    {
        IEnumerable<string> cases = state.Cases.Open.Select(c => $"{c.Id} {c.Matter.Venue}: {c}");
        return
        [
            new("reasons", state.Control.Holds.ToString()),
            new("killed", state.Control.Kill is { } kill ? $"{kill.Reason} ({kill.By})" : ""),
            new("open_pairs", Text(state.Pairs.Count)),
            new("partial_pairs", Text(state.Pairs.Count(p => p.Record.Status == PairStatus.Partial))),
            new("open_notional_usdt", WireNumber.Format(Math.Round(state.Pairs.Sum(p => OpenExposure.Of(state, p.Record)), 2, MidpointRounding.ToZero))),
            new("unresolved_orders", Text(state.Pairs.Sum(p => p.Orders.Count(o => !o.IsSettled)))),
            new("cases", string.Join("; ", cases)),
            new("red_checks", preflight.Red()),
            TwoManRule(state),
        ];
    }

    public static KeyValuePair<string, string> TwoManRule(EngineState state) => new("two_man_rule", state.Options.Control.TwoManRule ? "on" : "off");

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
