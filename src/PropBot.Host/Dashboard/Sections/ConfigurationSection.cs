using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Configuration;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Which configuration counts, what waits for a second person and what for the next start.</summary>
internal static class ConfigurationSection
{
    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.ConfigurationHash)}</h2>
        <p>{RunningConfiguration.Build} · <b data-config="hash">{view.Desk.Configuration.Hash}</b> · {view.Desk.Configuration.Profile} · {view.Desk.Configuration.Path ?? view.T(Catalogue.ConfigurationBuiltIn)}</p>
        {Waiting(view)}
        {Html.If(view.Desk.NextStart.Count > 0, () => Html.Of($"<p class=\"notice info\" data-config=\"next-start\">{view.T(Catalogue.ConfigurationNextStart)}: {Text(view.Desk.NextStart)}</p>\n"))}
        """);

    private static Html Waiting(View view)
    {
        ApprovalRecord? waits = view.Snapshot.Approvals.FirstOrDefault(a => a is { Action: ApprovalAction.ApplyConfig, Status: ApprovalStatus.Pending });
        return waits is null || view.Desk.Staged is not { } staged || staged.Text.Hash != waits.Applies?.Hash
            ? Html.Empty
            : Html.Of($"<p class=\"notice warn\" data-config=\"staged\">{view.T(Catalogue.ConfigurationWaits.With(staged.Text.By, staged.Text.Reason))}: {Text(staged.Plan.Changes)}</p>\n");
    }

    private static string Text(IReadOnlyList<ConfigChange> changes) => string.Join("; ", changes);
}
