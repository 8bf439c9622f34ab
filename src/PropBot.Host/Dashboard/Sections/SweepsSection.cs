using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Execution.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What operators wanted gone: how far the running sweeps are, venue by venue, and how the latest ended.</summary>
internal static class SweepsSection
{
    private const int Shown = 8;

    public static Html Render(View view)
    {
        List<Sweep> sweeps = [.. view.Snapshot.Sweeps.Take(Shown)];
        return Html.Of($"""
            <h2>{view.T(SweepWords.Heading)}</h2>
            {Html.If(sweeps.Count == 0, () => Html.Of($"<p class=\"empty\">{view.T(SweepWords.None)}</p>"))}
            {Html.If(sweeps.Count > 0, () => Table.Of("sweeps-table", sweeps, Columns(view), s => s.Id, s => s.Status is SweepStatus.Running or SweepStatus.Incomplete or SweepStatus.Abandoned ? "alarm" : ""))}
            {Abandoning(view)}
            """);
    }

    /// <summary>What waits for a second person, or the form that asks, for every venue that a running sweep waits for.</summary>
    private static Html Abandoning(View view)
    {
        if (view.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.AbandonSweep && a.Status.IsLive()) is { } live)
        {
            return ControlSection.Waiting(view, live);
        }

        bool mayAct = view.Caller.Who.Role >= OperatorRole.Operator;
        return Html.Join(view.Snapshot.Sweeps.Where(s => mayAct && s.IsRunning)
            .SelectMany(s => s.Venues.Where(v => v.Wait != SweepWait.None && v.Abandoned is null).Select(v => AskToAbandon(view, s, v))));
    }

    private static Html AskToAbandon(View view, Sweep sweep, SweepVenue venue) => Html.Of($"""
        <form class="controls abandon" method="post" action="/ui/sweeps/{Uri.EscapeDataString(sweep.Id)}/abandon-request">{DashboardPage.CsrfInput(view.Caller)}
        <input type="hidden" name="{SweepPage.VenueField}" value="{venue.Venue.Name}">
        <button>{view.T(SweepWords.AbandonButton)}: {venue.Venue.Name}, {sweep.Id}</button>
        {DashboardPage.ReasonInput(view.Language, required: true)}
        <span class="fine">{view.T(SweepWords.AbandonMeaning)}</span>
        </form>
        """);

    private static Column<Sweep>[] Columns(View view) =>
    [
        new(view.T(SweepWords.Kind), s => Html.Of($"{SweepWords.Kinds[s.Kind].In(view.Language)} <span class=\"fine\">{s.Id}</span>")),
        new(view.T(SweepWords.Status), s => Pill.Of(SweepWords.Statuses[s.Status].In(view.Language), ToneOf(s.Status), s.Status.Code())),
        new(view.T(SweepWords.By), s => Html.Text(s.Actor)),
        new(view.T(SweepWords.Since), s => Figures.Clock(s.StartedAt, view.Now)),
        new(view.T(SweepWords.Ended), s => Figures.Clock(s.EndedAt, view.Now)),
        new(view.T(SweepWords.Legs), s => Progress(view, s.LegsDone, s.Legs.Count)),
        new(view.T(SweepWords.Orders), s => Progress(view, s.Orders.Count - s.NotCancelled, s.Orders.Count)),
        Column<Sweep>.Number(view.T(SweepWords.Cost), s => Figures.Money(s.ActualCost)),
        Column<Sweep>.Number(view.T(SweepWords.Estimate), s => Figures.Money(s.EstimatedCost)),
        new(view.T(SweepWords.Waiting), s => Html.Join(s.Venues.Select(v => Venue(view, s, v)))),
    ];

    private static Html Progress(View view, int done, int all) => Html.Text(SweepWords.Progress
        .With(done.ToString(CultureInfo.InvariantCulture), all.ToString(CultureInfo.InvariantCulture)).In(view.Language));

    private static Html Venue(View view, Sweep sweep, SweepVenue venue)
    {
        if (venue.Wait == SweepWait.None && venue.Remaining.Count == 0)
        {
            return Html.Of($"<span class=\"fine\" data-venue=\"{venue.Venue.Name}\">{venue.Venue.Name} ✓ </span>");
        }

        string wait = venue.Wait == SweepWait.None ? view.T(SweepWords.Left) : SweepWords.Waits[venue.Wait].In(view.Language);
        IEnumerable<string> left = venue.Remaining.Select(r =>
            $"{r.Instrument.Symbol} {Core.Values.WireNumber.Format(r.SignedQuantity)} ({SweepWords.Reasons[r.Reason].In(view.Language)})");
        string words = string.Join(", ", (string[])[wait, .. venue.Detail is { } detail ? [detail] : Array.Empty<string>(), .. left]);
        return Html.Of($"<span class=\"trouble\" data-venue=\"{venue.Venue.Name}\" data-code=\"{venue.Wait.Code()}\">{venue.Venue.Name}: {words}</span>");
    }

    private static string ToneOf(SweepStatus status) => status switch
    {
        SweepStatus.Done => Pill.Good,
        SweepStatus.Running => Pill.Warning,
        SweepStatus.Incomplete or SweepStatus.Abandoned => Pill.Bad,
        _ => Pill.Quiet,
    };
}
