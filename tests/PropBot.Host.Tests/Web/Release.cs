using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Host.Tests.Web;

/// <summary>Something that only two people may let go of: how a desk comes to hold it, and the routes that lead out.</summary>
/// <param name="Prepare">A desk that holds it, the two-man rule on.</param>
/// <param name="Ask">Routes of the wish, of API and page.</param>
/// <param name="ApiConfirm">The second person's word over the API; the page has one form for all of them.</param>
/// <param name="CarryOut">Routes that carry out what two have agreed; empty where the confirmation does.</param>
/// <param name="IsLetGo">Whether it is let go of.</param>
/// <param name="Fields">What the wish needs beside its reason.</param>
internal sealed record Release(
    ApprovalAction Action,
    Func<Task<WebDesk>> Prepare,
    (string Api, string Page) Ask,
    string ApiConfirm,
    (string Api, string Page)[] CarryOut,
    Func<WebDesk, bool> IsLetGo,
    params (string Name, string Value)[] Fields)
{
    /// <summary>The form on the page that confirms, whatever the wish is about.</summary>
    public const string PageConfirm = "/ui/approvals/{id}/confirm";

    public static IReadOnlyList<Release> All { get; } =
    [
        new(
            ApprovalAction.Resume,
            () => HeldAsync(new HoldRequested("clara", "maintenance")),
            ("/api/ui/resume-request", "/ui/resume-request"),
            "/api/ui/resume-confirm",
            [("/api/ui/resume", "/ui/resume")],
            desk => !desk.Control().IsHeld || desk.Control().Mode == ControlMode.Run),
        new(
            ApprovalAction.Unkill,
            () => HeldAsync(new KillRequested("clara", "wrong prices")),
            ("/api/ui/unkill-request", "/ui/unkill-request"),
            "/api/ui/unkill-confirm",
            [],
            desk => !desk.Control().IsKilled),
        new(
            ApprovalAction.AbandonSweep,
            SweepDesk.WaitingForOkxAsync,
            ("/api/ui/sweeps/{sweep}/abandon-request", "/ui/sweeps/{sweep}/abandon-request"),
            "/api/ui/sweeps/{sweep}/abandon-confirm",
            [],
            desk => desk.Engine!.Snapshot.Approvals.Any(a => a.Action == ApprovalAction.AbandonSweep && a.Status == ApprovalStatus.Used),
            ("venue", SweepDesk.Okx.Venue.Name)),
        new(
            ApprovalAction.Unfreeze,
            () => HeldAsync(new FreezeRequested(Venue, ScopeState.Frozen, "clara", "maintenance")),
            ("/api/ui/unfreeze-request", "/ui/unfreeze-request"),
            "/api/ui/unfreeze-confirm",
            [],
            desk => desk.Control().Scopes.StateOf(Venue) != ScopeState.Frozen,
            ("scope", "venue"), ("subject", Venue.Subject)),
        new(
            ApprovalAction.UnfreezeStrategy,
            () => HeldAsync(new FreezeRequested(Strategy, ScopeState.Frozen, "clara", "losses")),
            ("/api/ui/unfreeze-strategy", "/ui/unfreeze-request"),
            "/api/ui/unfreeze-strategy/confirm",
            [],
            desk => desk.Control().Scopes.StateOf(Strategy) != ScopeState.Frozen,
            ("strategy", Strategy.Subject), ("scope", "strategy"), ("subject", Strategy.Subject)),
        new(
            ApprovalAction.RaiseLimit,
            () => EngineDesks.RunningAsync(),
            ("/api/ui/limits/raise-request", "/ui/limits"),
            "/api/ui/limits/raise-confirm",
            [],
            desk => desk.Engine!.Snapshot.Limits.Any(l => l.Value > l.Configured),
            ("limit", "max_daily_loss_usdt"), ("value", "700")),
        new(
            ApprovalAction.ExitDryRun,
            () => EngineDesks.RunningAsync(o => o with { Control = o.Control with { DryRun = true } }),
            ("/api/ui/exit-dry-run-request", "/ui/exit-dry-run-request"),
            "/api/ui/exit-dry-run-confirm",
            [],
            desk => !desk.Engine!.Snapshot.IsDryRun),
        new(
            ApprovalAction.EnableStrategy,
            () => HeldAsync(new StrategySwitched(StrategyNames.CrossExchangeArb, false, "clara", "losses")),
            ("/api/ui/strategy/enable-request", "/ui/strategy"),
            "/api/ui/strategy/enable-confirm",
            [],
            desk => desk.Control().Strategy.Enabled,
            ("strategy", Strategy.Subject), ("subject", Strategy.Subject), ("state", "on")),
        new(
            ApprovalAction.ResetBudget,
            () => EngineDesks.RunningAsync(o => o with { StrategyLimits = new StrategyLimits { DailyLossBudget = new Notional(100m) } }),
            ("/api/ui/budget/reset", "/ui/budget-reset-request"),
            "/api/ui/budget/reset/confirm",
            [],
            desk => desk.Control().Strategy.BudgetResetAt is not null,
            ("strategy", Strategy.Subject), ("subject", Strategy.Subject)),
    ];

    /// <summary>The API's confirmation names the request; without its id it is refused for that.</summary>
    public bool NeedsId => Action is not (ApprovalAction.Resume or ApprovalAction.Unkill);

    private static ControlScope Venue => ControlScope.Of(VenueId.OkxPerp);

    private static ControlScope Strategy => ControlScope.OfStrategy(StrategyNames.CrossExchangeArb);

    /// <summary>The fields of a confirmation over the API.</summary>
    public IEnumerable<(string Name, string Value)> Confirming(WebDesk desk, IEnumerable<(string Name, string Value)> fields) =>
        NeedsId ? [("request_id", AddressOf("{id}", desk)), .. fields.Where(f => f.Name != "request_id")] : fields;

    public static Release Of(ApprovalAction action) => All.Single(release => release.Action == action);

    /// <summary>Every route that it takes, as the access table has them.</summary>
    public IEnumerable<string> Routes =>
        new[] { Ask.Api, Ask.Page, ApiConfirm, PageConfirm }.Concat(CarryOut.SelectMany(way => new[] { way.Api, way.Page }))
            .Select(route => route.Replace("{sweep}", "{id}", StringComparison.Ordinal));

    /// <summary>The address on this desk.</summary>
    public string AddressOf(string route, WebDesk desk) => route
        .Replace("{sweep}", SweepDesk.SweepId, StringComparison.Ordinal)
        .Replace("{id}", desk.Engine!.Snapshot.Approvals.FirstOrDefault(a => a.Action == Action)?.Id.Value ?? "0", StringComparison.Ordinal);

    private static async Task<WebDesk> HeldAsync(OperatorCommand braking)
    {
        WebDesk desk = await EngineDesks.RunningAsync();
        await desk.GiveAsync(braking, CancellationToken.None);
        return desk;
    }
}
