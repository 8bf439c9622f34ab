using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Why nothing is opened, as sentences; in HOLD the start-up checks too.</summary>
internal static class OpeningSection
{
    private const int BlocksShown = 12;

    private static readonly HashSet<string> DeskWide = new(
        [RiskRule.ReadOnly.Code(), RiskRule.DryRun.Code(), RiskRule.Killed.Code(), RiskRule.Hold.Code(), RiskRule.NotResumed.Code(), RiskRule.ShuttingDown.Code(), RiskRule.LedgerFailed.Code(), RiskRule.DailyLoss.Code(), RiskRule.Drawdown.Code(), RiskRule.ActivePairs.Code()],
        StringComparer.Ordinal);

    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.Opening)}</h2>
        {Blocks(view)}
        {Html.If(view.Snapshot.Size.Factors.Count > 0, () => Size(view))}
        {Html.Join(view.Snapshot.Risk.SettleCoins.Select(c => Coin(c, view.Language)))}
        {Html.If(AcknowledgeApi.Unread(view.Snapshot).Count > 0 && view.Caller.Who.Role >= OperatorRole.Operator, () => Acknowledge(view))}
        {Html.If(view.Snapshot.Control.Mode == ControlMode.Hold && view.Snapshot.Preflight.Count > 0, () => Preflight(view))}
        """);

    /// <summary>The block that stops the whole desk, if one does.</summary>
    public static OpeningBlock? DeskBlock(EngineSnapshot snapshot) => snapshot.OpeningBlocks.FirstOrDefault(b => DeskWide.Contains(b.Code));

    public static string Sentence(OpeningBlock block, Language language) => language == Language.Russian ? block.Russian : block.English;

    private static Html Blocks(View view)
    {
        IReadOnlyList<OpeningBlock> blocks = view.Snapshot.OpeningBlocks;
        if (blocks.Count == 0)
        {
            return Html.Of($"<p class=\"fine\"><span class=\"dot good\"></span>{view.T(Catalogue.OpeningAllowed)}</p>");
        }

        LocalText head = DeskBlock(view.Snapshot) is null ? Catalogue.OpeningLimited : Catalogue.OpeningBlocked;
        return Html.Of($"""
            <p class="fine"><span class="dot warn"></span>{view.T(head)}</p>
            <ul class="sentences">{blocks.Take(BlocksShown).Select(b => Html.Of($"<li data-code=\"{b.Code}\">{Sentence(b, view.Language)}</li>"))}{Html.If(blocks.Count > BlocksShown, () => Html.Of($"<li>… {Figures.Count(blocks.Count - BlocksShown)}</li>"))}</ul>
            """);
    }

    private static Html Size(View view) => Html.Of($"""
        <h3>{view.T(Catalogue.SmallerPairs)}</h3>
        <ul class="sentences">{view.Snapshot.Size.Factors.Select(f => Html.Of($"<li data-code=\"{f.Factor.Reason.Code()}\">{(view.Language == Language.Russian ? f.Russian : f.English)}</li>"))}</ul>
        """);

    private static Html Coin(SettleCoinSnapshot coin, Language language) => Html.Of(
        $"<p class=\"fine\" data-coin=\"{coin.Coin.Code}\"><span class=\"dot {(coin.MayOpen ? "good" : "warn")}\"></span>{(language == Language.Russian ? coin.Russian : coin.English)}</p>");

    private static Html Acknowledge(View view) => Html.Of($"""
        <form class="controls" method="post" action="/ui/instruments/acknowledge">{DashboardPage.CsrfInput(view.Caller)}
        <button class="plain">{view.T(Catalogue.AcknowledgeButton)}</button>
        <span class="fine">{view.T(Catalogue.AcknowledgeMeaning)}</span>
        </form>
        """);

    private static Html Preflight(View view) => Html.Of($"""
        <h3>{view.T(Catalogue.Preflight)}</h3>
        <ul class="checks">{view.Snapshot.Preflight.Select(c => Check(c, view.Language))}</ul>
        """);

    private static Html Check(PreflightCheck check, Language language) => Html.Of(
        $"<li data-code=\"{check.Name}\" class=\"{(check.Ok ? "pos" : "neg")}\">{(check.Ok ? "✓" : "✗")} {(language == Language.Russian ? check.Russian : check.English)}</li>");
}
