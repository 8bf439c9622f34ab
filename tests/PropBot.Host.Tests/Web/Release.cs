using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;

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
    ];

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
