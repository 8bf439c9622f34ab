using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Markup;

/// <summary>A state as a coloured word: the word says it too, for those who do not see the colour.</summary>
internal static class Pill
{
    public const string Good = "good";
    public const string Warning = "warn";
    public const string Bad = "bad";
    public const string Quiet = "quiet";

    public static Html Of(string text, string tone, string? code = null) =>
        Html.Of($"<span class=\"pill {tone}\" data-code=\"{code ?? text}\">{text}</span>");

    public static Html Trust(BookTrust trust, Language language) => Of(
        CodeCatalogue.Trusts[trust].In(language),
        trust switch { BookTrust.Synced => Good, BookTrust.Unsynced or BookTrust.Stale => Warning, _ => Bad },
        trust.ToString().ToLowerInvariant());

    public static Html Link(VenueLink link, Language language) => Of(
        CodeCatalogue.Links[link].In(language),
        link switch { VenueLink.Up => Good, VenueLink.Connecting => Warning, _ => Bad },
        link.ToString().ToLowerInvariant());

    public static Html Access(VenueAccess access, Language language) => Of(
        CodeCatalogue.Accesses[access].In(language),
        access switch { VenueAccess.Open => Good, VenueAccess.Limited => Warning, _ => Bad },
        access.ToString().ToLowerInvariant());

    public static Html TradingRight(TradingRightStatus status, Language language) => Of(
        CodeCatalogue.TradingRights[status].In(language),
        status switch { TradingRightStatus.Granted => Good, TradingRightStatus.Unread => Warning, _ => Bad },
        status.Code());

    public static Html Watch(WatchStatus status, Language language) => Of(
        CodeCatalogue.WatchStates[status].In(language),
        status switch { WatchStatus.Ok => Good, WatchStatus.AutoHold => Bad, _ => Warning },
        status.Code());

    public static Html Status(PairStatus status, Language language) => Of(
        CodeCatalogue.PairStatuses[status].In(language),
        status switch { PairStatus.Open => Good, PairStatus.Partial => Bad, PairStatus.Opening or PairStatus.Closing => Warning, _ => Quiet },
        status.ToString().ToLowerInvariant());

    /// <summary>A badge of the runbook: its values are the same in every language.</summary>
    public static Html Badge(string name, string value)
    {
        string tone = value switch
        {
            Badges.On or Badges.Ok => Good,
            Badges.Off => Quiet,
            Badges.Degraded or Badges.Rebalancing => Warning,
            _ => Bad,
        };
        return Html.Of($"<span class=\"badge {tone}\" data-badge=\"{name}\" data-code=\"{value}\"><span>{name}</span><b>{value}</b></span>");
    }
}
