using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Values;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What must be read first: what market this is, that the engine does not answer, why the desk holds.</summary>
internal static class NoticesSection
{
    public static Html Render(View view) => Html.Of($"{Alarms(view)}{Hold(view)}{Feed(view)}");

    private static Html Alarms(View view)
    {
        HealthState health = view.Desk.Health;
        return Html.Of($"""
            {Html.If(health.HaltedReason is not null, () => Line("bad", view.T(Catalogue.Halted.With(health.HaltedReason!))))}
            {Html.If(!health.EngineAlive && health.HaltedReason is null, () => Line("bad", view.T(Catalogue.NotAlive)))}
            {Html.If(!health.JournalOk && health.HaltedReason is null, () => Line("bad", view.T(health.Ledger?.Text ?? Catalogue.JournalBroken)))}
            """);
    }

    /// <summary>The first cause in a line; all of them are in the panel of the brakes.</summary>
    private static Html Hold(View view)
    {
        ControlState control = view.Snapshot.Control;
        if (control.Holds.Head is not { } first)
        {
            return Html.Empty;
        }

        string reason = CodeCatalogue.HoldReasons.Words(first.Reason, view.Language);
        string since = first.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        int others = control.Holds.Causes.Count - 1;
        return Html.Of($"""
            <p class="notice {(control.IsKilled ? "bad" : "warn")}"><b>{view.T(control.IsKilled ? Catalogue.KillActive : Catalogue.HoldActive)}</b> {view.T(Catalogue.HoldSince.With(reason, first.Source, since))}{Html.If(others > 0, () => Html.Of($" {view.T(Catalogue.MoreCauses.With(others.ToString(CultureInfo.InvariantCulture)))}"))}</p>
            """);
    }

    private static Html Feed(View view)
    {
        FeedDescription feed = view.Desk.Feed;
        LocalText kind = feed.Kind switch
        {
            FeedKind.Model => Catalogue.FeedModel,
            FeedKind.Recorded => Catalogue.FeedRecorded,
            _ => Catalogue.FeedVenue,
        };
        var facts = new List<string> { $"{view.T(Catalogue.Speed)} ×{WireNumber.Format(feed.Speed)}" };
        if (feed.Seed is { } seed)
        {
            facts.Add($"{view.T(Catalogue.Seed)} {seed.ToString(CultureInfo.InvariantCulture)}");
        }

        if (feed.RecordingPath is { } path)
        {
            facts.Add($"{view.T(Catalogue.Recording)} {path}");
        }

        return Html.Of($"""
            <p class="notice info" data-feed="{feed.Name}"><b>{view.T(kind)}</b> {view.T(feed.Sentence)} <span class="facts">{string.Join(" · ", facts)}</span></p>
            {feed.Notices.Select(n => Line("info", view.T(n)))}
            """);
    }

    private static Html Line(string tone, string text) => Html.Of($"<p class=\"notice {tone}\">{text}</p>\n");
}
