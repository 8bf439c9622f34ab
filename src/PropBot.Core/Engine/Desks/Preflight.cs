using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>What is looked at before anybody leaves a hold: all of it must be green for the autopilot, what is of the whole desk for people.</summary>
internal sealed class Preflight(EngineState state)
{
    public IReadOnlyList<PreflightCheck> Checks() =>
    [
        Check("connectivity", state.Venues.Values.All(v => v.Link == VenueLink.Up),
            string.Join(", ", state.Venues.Values.Where(v => v.Link != VenueLink.Up).Select(v => $"{v.Venue}: {v.LinkReason}")),
            "every venue is connected", "все биржи на связи"),
        Check("accounts", state.Venues.Values.All(v => v.Account is not null),
            string.Join(", ", state.Venues.Values.Where(v => v.Account is null).Select(v => $"{v.Venue}: no statement")),
            "every account was read", "все счета прочитаны"),
        Check("trading_rights", state.Venues.Values.All(v => state.RightOf(v) == TradingRightStatus.Granted),
            RightsTrouble(v => TradingRightText.Of(v, state.RightOf(v)).English), RightsTrouble(v => TradingRightText.Of(v, state.RightOf(v)).Russian),
            "every key may trade", "все ключи имеют право торговать"),
        Check("books", state.Instruments.Count > 0 && state.Instruments.Values.All(i => i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter)),
            string.Join(", ", state.Instruments.Values.Where(i => !i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter))
                .Select(i => $"{i.Instrument.Id}: {i.ShownTrust(state.Elapsed, state.Options.Risk.BookStaleAfter)}")),
            "every book is synced", "все стаканы синхронизированы"),
        Check("orders", state.Pairs.All(p => p.AllSettled),
            string.Join(", ", state.Pairs.Where(p => !p.AllSettled).Select(p => $"{p.Record.Id}: an order is not resolved")),
            "no order is unresolved", "нет невыясненных заявок"),
        Check("resume", state.IsResumed, "the start is not complete: orders are being resolved and venues are being read",
            "the start is complete", "запуск завершён") with
        { BlocksResume = true },
        Check("reconciliation", state.Cases.Open.Count == 0 && state.Venues.Values.All(v => v.Differences.Count == 0),
            string.Join(", ", [
                .. state.Cases.Open.Select(c => $"{c.Matter.Venue}: {c}"),
                .. state.Venues.Values.SelectMany(v => v.Differences.Keys).Where(m => state.Cases.OpenOn(m) is null).Select(m => $"{m.Venue}: {m} differs"),
            ]),
            "our books and the venues' statements agree", "учёт сходится с выписками бирж"),
        Check("daily_loss", !DayBlocks(DailyLoss.IsBreached(state.Control, state.At)) && state.IsLossWatched,
            state.IsLossWatched ? "the daily loss limit is breached" : "the equity is not known: a held instrument has no price",
            "the daily loss is within its limit", "дневной убыток в пределах лимита") with
        { BlocksResume = true },
        Check("drawdown", !DayBlocks(DailyLoss.IsDrawdownBreached(state.Control, state.At)),
            "equity fell too far below its highest of the UTC day",
            "the drawdown of the day is within its limit", "просадка дня в пределах лимита") with
        { BlocksResume = true },
        Check("watchdog", !state.Venues.Values.Any(v => v.Watch.Status == WatchStatus.AutoHold),
            string.Join(", ", state.Venues.Values.Where(v => v.Watch.Status == WatchStatus.AutoHold).Select(v => $"{v.Venue}: {v.Watch.Reason}")),
            "no venue is in AUTO_HOLD", "ни одна биржа не в AUTO_HOLD") with
        { BlocksResume = true },
    ];

    private bool DayBlocks(bool isBreached) => isBreached && state.Options.Risk.EnforcesDayLimits;

    public bool IsGreen() => Checks().All(c => c.Ok);

    /// <summary>What keeps people from resuming, in one line; empty when nothing does.</summary>
    public string BlocksResume() => Words(Checks().Where(c => !c.Ok && c.BlocksResume));

    /// <summary>Everything that is red, in one line.</summary>
    public string Red() => Words(Checks().Where(c => !c.Ok));

    private static string Words(IEnumerable<PreflightCheck> checks) => string.Join("; ", checks.Select(c => $"{c.Name}: {c.English}"));

    private string RightsTrouble(Func<VenueState, string> words) =>
        string.Join(", ", state.Venues.Values.Where(v => state.RightOf(v) != TradingRightStatus.Granted).Select(words));

    private static PreflightCheck Check(string name, bool ok, string trouble, string troubleRussian, string english, string russian) =>
        new(name, ok, ok ? english : trouble, ok ? russian : troubleRussian);

    private static PreflightCheck Check(string name, bool ok, string trouble, string english, string russian) =>
        new(name, ok, ok ? english : trouble, ok ? russian : trouble);
}
