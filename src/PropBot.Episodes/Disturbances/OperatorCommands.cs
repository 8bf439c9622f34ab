using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What operators do: one holds and kills, two lead back.</summary>
internal static class OperatorCommands
{
    private const string Reason = "episode";

    /// <summary>Less than one pair.</summary>
    private const decimal LoweredTotal = 50m;

    private const decimal RaisedTotal = 1_000_000m;

    public static readonly IReadOnlyList<Disturbance> All =
    [
        new Command("hold", 0.8, _ => [new HoldRequested("anna", Reason)]),
        new Command("resume", 2, item => [.. Both(ApprovalAction.Resume, item), new ResumeRequested("boris", Reason)]),
        new Command("acknowledge", 1, _ => [new InstrumentChangeAcknowledged(null, "anna")]),
        new Command("close_all", 0.3, item => [Sweep(SweepKind.CloseAll, null, item)]),
        new Command("cancel_all", 0.4, item => [Sweep(SweepKind.CancelAll, null, item)]),
        new Command("close_exposure", 0.4, item => [Sweep(SweepKind.CloseExposure, item.Venue, item)], draw => draw.Venue()),
        new Command("kill_switch", 0.2, item => [new KillRequested("anna", Reason, $"kill-{Moment(item)}", Flatten: item.At.Ticks % 2 == 0)]),
        new Command("lift_kill", 0.6, item => Both(ApprovalAction.Unkill, item)),
        new Command("freeze", 0.6, item => [new FreezeRequested(ScopeOf(item), item.Amount < 4m ? ScopeState.Frozen : ScopeState.ReduceOnly, "anna", Reason)], draw => draw.Venue(), amounts: 8),
        new Command("unfreeze", 2, item => [.. Scopes(item).SelectMany((scope, i) => Release(scope, item, i))], draw => draw.Venue()),
        new Command("lower_limit", 0.3, item => [new LimitLowered(new LimitChange(LimitName.MaxNotionalTotal, LoweredTotal), "anna", Reason)]),
        new Command("raise_limit", 0.5, item => Both(ApprovalAction.RaiseLimit, item, asked => asked with { Raises = new LimitChange(LimitName.MaxNotionalTotal, RaisedTotal) })),
    ];

    private static ControlScope ScopeOf(ScheduleItem item) => Scopes(item)[(int)item.Amount % 4];

    private static ControlScope[] Scopes(ScheduleItem item) =>
    [
        ControlScope.Desk, ControlScope.OfStrategy(StrategyNames.CrossExchangeArb), ControlScope.Of(item.Venue!.Value), ControlScope.Of(new InstrumentId(item.Venue!.Value, EpisodeSettings.Btc)),
    ];

    private static OperatorCommand[] Release(ControlScope scope, ScheduleItem item, int number)
    {
        ApprovalAction action = scope.Kind == ScopeKind.Strategy ? ApprovalAction.UnfreezeStrategy : ApprovalAction.Unfreeze;
        ApprovalId id = new(string.Create(CultureInfo.InvariantCulture, $"{((int)action * 16) + number:x16}{item.At.Ticks:x16}"));
        return [new ApprovalRequested(id, action, "anna", Reason) { Releases = scope }, new ApprovalConfirmed(action, null, "boris")];
    }

    /// <summary>The moment is the id: asked again in the same schedule it is the same wish.</summary>
    private static SweepRequested Sweep(SweepKind kind, VenueId? venue, ScheduleItem item) => new(
        kind, new SweepScope(venue, null, TakesOff: kind != SweepKind.CancelAll), "anna", "episode", $"{kind.Code()}-{Moment(item)}");

    /// <summary>One requests, the other one confirms.</summary>
    private static OperatorCommand[] Both(ApprovalAction action, ScheduleItem item, Func<ApprovalRequested, ApprovalRequested>? about = null) =>
    [
        Asked(new ApprovalRequested(IdOf(action, item), action, "anna", Reason), about), new ApprovalConfirmed(action, null, "boris"),
    ];

    private static ApprovalRequested Asked(ApprovalRequested asked, Func<ApprovalRequested, ApprovalRequested>? about) => about?.Invoke(asked) ?? asked;

    /// <summary>No two requests of an episode have the same moment and action.</summary>
    private static ApprovalId IdOf(ApprovalAction action, ScheduleItem item) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{(int)action:x16}{item.At.Ticks:x16}"));

    private static string Moment(ScheduleItem item) => item.At.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Events from the operators' surface, at a moment of their own.</summary>
    private sealed class Command(string kind, double usual, Func<ScheduleItem, IReadOnlyList<EngineEvent>> make, Func<ScheduleDraw, VenueId>? venue = null, int amounts = 0)
        : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(usual); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), Venue = venue?.Invoke(draw), Amount = amounts > 0 ? draw.Random.NextInt(amounts) : 0m });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            foreach (EngineEvent command in make(item))
            {
                world.Desk.Deliver(command);
            }
        }
    }
}
