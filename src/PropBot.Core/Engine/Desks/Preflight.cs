using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>What is looked at before anybody leaves a hold: all of it must be green for the autopilot, what is of the whole desk for people.</summary>
internal sealed class Preflight(EngineState state, StrategyDesk strategy)
{
    public const string StrategyCheck = "strategy";

    private const string ModesCheck = "modes";
    private const string LeverageCheck = "leverage";

    /// <summary>A pair and its rescue at the smallest, on every venue.</summary>
    private const decimal NotionalsNeeded = 2m;

    public IReadOnlyList<PreflightCheck> Checks() => [.. Found().Select(c => c with { At = Times.TryGetValue(c.Name, out Func<EngineState, DateTimeOffset?>? time) ? time(state) : state.At })];

    /// <summary>What rests on readings is as old as the oldest of them; everything else is so at this event.</summary>
    private static readonly Dictionary<string, Func<EngineState, DateTimeOffset?>> Times = new(StringComparer.Ordinal)
    {
        ["accounts"] = s => Oldest(s, v => v.Account is null ? null : v.Statement.At),
        ["balances"] = s => Oldest(s, v => v.Account is null ? null : v.Statement.At),
        ["trading_rights"] = s => Oldest(s, v => v.Right.Rights is null ? null : v.Right.ReadAt),
        [ModesCheck] = s => Oldest(s, v => v.Settings.Settings is null ? null : v.Settings.ReadAt),
        [LeverageCheck] = s => Oldest(s, v => v.Settings.Settings is null ? null : v.Settings.ReadAt),
        ["clocks"] = s => Oldest(s, v => v.ClockAt),
        ["margin_tiers"] = s => OldestOf(s, s.Instruments.Values.Select(i => i.Margin.Tiers is null ? (DateTimeOffset?)null : i.Margin.ReadAt)),
        ["settle_coins"] = s => OldestOf(s, s.SettleCoins.All.Select(c => s.At - (s.Elapsed - c.NewestElapsed))),
        ["fee_coin"] = s => Oldest(s, v => v.Account is null ? null : v.Statement.At),
    };

    private IEnumerable<PreflightCheck> Found() =>
    [
        Check("connectivity", state.Venues.Values.All(v => v.Link == VenueLink.Up),
            string.Join(", ", state.Venues.Values.Where(v => v.Link != VenueLink.Up).Select(v => $"{v.Venue}: {v.LinkReason}")),
            "every venue is connected", "все биржи на связи").Of(state.Venues.Values.Count(v => v.Link == VenueLink.Up), state.Venues.Count),
        Check("accounts", state.Venues.Values.All(v => v.Account is not null),
            string.Join(", ", state.Venues.Values.Where(v => v.Account is null).Select(v => $"{v.Venue}: no statement")),
            "every account was read", "все счета прочитаны").Of(state.Venues.Values.Count(v => v.Account is not null), state.Venues.Count),
        Check("trading_rights", state.Venues.Values.All(v => state.RightOf(v) == TradingRightStatus.Granted),
            RightsTrouble(v => TradingRightText.Of(v, state.RightOf(v)).English), RightsTrouble(v => TradingRightText.Of(v, state.RightOf(v)).Russian),
            "every key may trade", "все ключи имеют право торговать").Of(state.Venues.Values.Count(v => state.RightOf(v) == TradingRightStatus.Granted), state.Venues.Count),
        .. AccountSettings(),
        Clocks(),
        SettleCoinPrices(),
        Balances(),
        Check("books", state.Instruments.Count > 0 && state.Instruments.Values.All(i => i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter)),
            string.Join(", ", state.Instruments.Values.Where(i => !i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter))
                .Select(i => $"{i.Instrument.Id}: {i.ShownTrust(state.Elapsed, state.Options.Risk.BookStaleAfter)}")),
            "every book is synced", "все стаканы синхронизированы")
            .Of(state.Instruments.Values.Count(i => i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter)), Math.Max(1, state.Instruments.Count)),
        MarginTiers(),
        FeeCoins(),
        Check("orders", state.Pairs.All(p => p.AllSettled),
            string.Join(", ", state.Pairs.Where(p => !p.AllSettled).Select(p => $"{p.Record.Id}: an order is not resolved")),
            "no order is unresolved", "нет невыясненных заявок") with
        { Value = Text(state.Pairs.Sum(p => p.Orders.Count(o => !o.IsSettled))), Threshold = "0" },
        Limits(),
        Strategy(),
        Check("resume", state.IsResumed, "the start is not complete: orders are being resolved and venues are being read",
            "the start is complete", "запуск завершён") with
        { BlocksResume = true, Value = state.IsResumed ? "complete" : "resuming", Threshold = "complete" },
        Check("reconciliation", state.Cases.Open.Count == 0 && state.Venues.Values.All(v => v.Differences.Count == 0),
            string.Join(", ", [
                .. state.Cases.Open.Select(c => $"{c.Matter.Venue}: {c}"),
                .. state.Venues.Values.SelectMany(v => v.Differences.Keys).Where(m => state.Cases.OpenOn(m) is null).Select(m => $"{m.Venue}: {m} differs"),
            ]),
            "our books and the venues' statements agree", "учёт сходится с выписками бирж") with
        { Value = Text(state.Cases.Open.Count + state.Venues.Values.Sum(v => v.Differences.Count)), Threshold = "0" },
        .. Day(),
        Watchdog(),
        SeenWell(),
    ];

    /// <summary>A venue that was not well when the last run ended must be seen well before the desk goes on by itself.</summary>
    private PreflightCheck SeenWell()
    {
        List<VenueState> troubled = state.Options.Watchdog.Enabled ? [.. state.Venues.Values.Where(v => v.Watch.IsFromBefore)] : [];
        return Check("venues_well", troubled.Count == 0,
            string.Join(", ", troubled.Select(v => $"{v.Venue}: {v.Watch.Status.Code()} {v.Watch.Reason}")),
            "every venue that was not well before the start was seen well", "каждая биржа, неисправная до запуска, снова исправна").Of(state.Venues.Count - troubled.Count, state.Venues.Count);
    }

    /// <summary>What the venues say of our account; left out in a run that sends no order and asks none.</summary>
    private IEnumerable<PreflightCheck> AccountSettings()
    {
        VenueState[] asked = [.. state.Venues.Values.Where(v => state.WantedOf(v) is not null)];
        if (asked.Length > 0)
        {
            yield return Settings(ModesCheck, asked, v => v.Settings.OtherModes(Wanted(v)), AccountSettingsWords.Modes, AccountSettingsWords.Modes, "every account has the configured modes", "режимы всех счетов как в конфигурации");
            yield return Settings(
                LeverageCheck, asked, v => v.Settings.OtherLeverage(Wanted(v)), i => AccountSettingsWords.Leverage(i.Leverage), t => AccountSettingsWords.Leverage(t.Leverage),
                "every instrument has the configured leverage", "плечо всех инструментов как в конфигурации");
        }
    }

    private PreflightCheck Settings(
        string name, VenueState[] asked, Func<VenueState, IEnumerable<InstrumentSettings>> others, Func<InstrumentSettings, string> told, Func<MarginTerms, string> wanted, string english, string russian)
    {
        var troubles = new List<(string English, string Russian)>();
        foreach (VenueState venue in asked)
        {
            InstrumentSettings[] different = [.. others(venue)];
            if (different.Length > 0)
            {
                string found = string.Join(", ", different.Select(i => $"{i.Instrument}: {told(i)} ({wanted(Wanted(venue))})"));
                troubles.Add(($"{found}: {SettingsText.HowEnglish}", $"{found}: {SettingsText.HowRussian}"));
            }
            else if (state.SettingsOf(venue) is AccountSettingsStatus.Unread or AccountSettingsStatus.Stale)
            {
                troubles.Add(SettingsText.Of(venue, state.SettingsOf(venue), Wanted(venue)));
            }
        }

        return Check(name, troubles.Count == 0, string.Join("; ", troubles.Select(t => t.English)), string.Join("; ", troubles.Select(t => t.Russian)), english, russian) with
        {
            Value = string.Join("; ", asked.Select(v => v.Settings.Settings is { } read ? string.Join(", ", read.Instruments.Select(i => $"{i.Instrument}: {told(i)}")) : $"{v.Venue}: not read")),
            Threshold = string.Join("; ", asked.Select(v => $"{v.Venue}: {wanted(Wanted(v))}")),
        };
    }

    private MarginTerms Wanted(VenueState venue) => state.WantedOf(venue)!.Value;

    private IEnumerable<PreflightCheck> Day()
    {
        DaySnapshot day = DaySnapshot.Of(state.Control, state.Options.Risk, state.At, state.Realized(), state.EquityIfRead());
        yield return Check("daily_loss", !DayBlocks(DailyLoss.IsBreached(state.Control)) && state.IsLossWatched,
            state.IsLossWatched ? "the daily loss limit is breached" : "the equity is not known: a held instrument has no price",
            state.IsLossWatched ? "дневной лимит убытка достигнут" : "капитал неизвестен: у инструмента в позиции нет цены",
            "the daily loss is within its limit", "дневной убыток в пределах лимита") with
        {
            BlocksResume = true,
            Value = state.IsLossWatched ? $"{Money(day.WorstLosses)} USDT" : "not known",
            Threshold = day.MaxLoss is { } most ? $"{Money(most)} USDT" : "off",
        };
        yield return Check("drawdown", !DayBlocks(DailyLoss.IsDrawdownBreached(state.Control)),
            "equity fell too far below its highest of the UTC day", "капитал слишком далеко опустился от максимума суток UTC",
            "the drawdown of the day is within its limit", "просадка дня в пределах лимита") with
        {
            BlocksResume = true,
            Value = $"{Money(day.DrawdownBps)} bps",
            Threshold = day.MaxDrawdownBps is { } deepest ? $"{WireNumber.Format(deepest)} bps" : "off",
        };
    }

    private PreflightCheck Watchdog()
    {
        VenueState[] held = [.. state.Venues.Values.Where(v => v.Watch.Status == WatchStatus.AutoHold)];
        return Check("watchdog", held.Length == 0,
            string.Join(", ", held.Select(v => $"{v.Venue}: {v.Watch.Reason}")),
            "no venue is in AUTO_HOLD", "ни одна биржа не в AUTO_HOLD") with
        {
            // People have set a restricted venue aside: the others go on without it.
            BlocksResume = held.Length == 0 || held.Any(v => AutopilotGuard.HoldsFor(state, v)),
            Value = string.Join(", ", state.Venues.Values.Select(v => $"{v.Venue}: {v.Watch.Status.Code()}")),
            Threshold = WatchStatus.Degraded.Code(),
        };
    }

    private bool DayBlocks(bool isBreached) => isBreached && state.Options.Risk.EnforcesDayLimits;

    public bool IsGreen() => Checks().All(c => c.Ok);

    /// <summary>What keeps people from resuming, in one line; empty when nothing does.</summary>
    public string BlocksResume() => Words(Checks().Where(c => !c.Ok && c.BlocksResume));

    /// <summary>Everything that is red, in one line.</summary>
    public string Red() => Words(Checks().Where(c => !c.Ok));

    private PreflightCheck Clocks()
    {
        TimeSpan worst = state.Venues.Values.Select(v => v.Clock?.Uncertainty ?? TimeSpan.Zero).Max();
        TimeSpan window = state.Venues.Values.Where(v => v.Clock is not null).Select(v => v.Clock!.Window).DefaultIfEmpty(TimeSpan.Zero).Min();
        return Check("clocks", !state.Venues.Values.Any(v => v.IsClockUncertain),
            string.Join(", ", state.Venues.Values.Where(v => v.IsClockUncertain).Select(v => $"{v.Venue}: its clock is known to {Seconds(v.Clock!.Uncertainty)} s only")),
            "every clock is known well enough to sign requests", "часы всех бирж известны достаточно точно") with
        { Value = Seconds(worst), Threshold = Seconds(window) };
    }

    /// <summary>Of each coin by its own rule, so people may resume: what settles in it does not open.</summary>
    private PreflightCheck SettleCoinPrices()
    {
        RiskOptions limits = state.Options.Risk;
        SettleCoin[] off = [.. state.SettleCoins.All.Where(c => state.SettleCoins.Forbids(c.Coin, state.Elapsed, limits) is not null)];
        bool isKnown = limits.MaxSettleDepegBps == 0m || state.SettleCoins.All.Count > 0;
        return Check("settle_coins", isKnown && off.Length == 0,
            isKnown ? string.Join("; ", off.Select(c => SettleCoinText.Of(c, state).English)) : "no venue was asked yet what the settle coins are worth",
            isKnown ? string.Join("; ", off.Select(c => SettleCoinText.Of(c, state).Russian)) : "биржи ещё не спрошены о цене расчётных монет",
            "every settle coin is at its peg", "все расчётные монеты у паритета") with
        {
            Value = WireNumber.Format(Math.Round(state.SettleCoins.All.Select(c => c.DeviationBps ?? 0m).DefaultIfEmpty(0m).Max(), 1, MidpointRounding.ToZero)),
            Threshold = WireNumber.Format(limits.MaxSettleDepegBps),
        };
    }

    private PreflightCheck Balances()
    {
        decimal needed = NotionalsNeeded * state.Instruments.Values.Select(i => i.Instrument.MinNotional.Value).DefaultIfEmpty(0m).Max();
        VenueState[] poor = [.. state.Venues.Values.Where(v => v.Account is { } account && account.AvailableBalance < needed)];
        decimal least = state.Venues.Values.Select(v => v.Account?.AvailableBalance ?? 0m).Min();
        return Check("balances", poor.Length == 0,
            string.Join(", ", poor.Select(v => $"{v.Venue}: {WireNumber.Format(v.Account!.AvailableBalance)} USDT are free, the smallest pair with its rescue needs {WireNumber.Format(needed)}")),
            "every account can pay the smallest pair and its rescue", "на каждом счёте хватает на наименьшую пару и её спасение") with
        { Value = WireNumber.Format(Math.Round(least, 2, MidpointRounding.ToZero)), Threshold = WireNumber.Format(needed) };
    }

    private PreflightCheck FeeCoins()
    {
        (VenueId Venue, FeeCoinStatus Fees)[] other = [.. state.Venues.Values.Select(v => (v.Venue, Fees: state.FeeCoinOf(v))).Where(v => !v.Fees.IsSettleCoin)];
        return Check("fee_coin", other.Length == 0,
            string.Join(", ", other.Select(o => FeeCoinText.English(o.Venue, o.Fees))), string.Join(", ", other.Select(o => FeeCoinText.Russian(o.Venue, o.Fees))),
            "every venue takes its fees in the settle coin", "все биржи удерживают комиссии в расчётной монете") with
        { Value = other.Length == 0 ? Asset.Usdt.Code : string.Join(", ", other.Select(o => o.Fees.Code(Asset.Usdt.Code)).Distinct()), Threshold = Asset.Usdt.Code };
    }

    private PreflightCheck MarginTiers()
    {
        InstrumentState[] assumed = [.. state.Instruments.Values.Where(i => i.Margin.Tiers is null)];
        string rate = $"{WireNumber.Format(state.Options.Risk.AssumedMaintenanceRate * 100m)} %";
        return Check("margin_tiers", assumed.Length == 0,
            string.Join(", ", assumed.Select(i => $"{i.Instrument.Id}: the venue has not told its table of maintenance margin, {rate} is assumed {i.Margin.Failure}".TrimEnd())),
            string.Join(", ", assumed.Select(i => $"{i.Instrument.Id}: биржа не сообщила таблицу поддерживающей маржи, принято {rate} {i.Margin.Failure}".TrimEnd())),
            "every venue has told its maintenance margin", "все биржи сообщили поддерживающую маржу")
            .Of(state.Instruments.Count - assumed.Length, state.Instruments.Count);
    }

    private PreflightCheck Limits()
    {
        decimal open = state.Pairs.Sum(p => OpenExposure.Of(state, p.Record));
        RiskOptions limits = state.Options.Risk;
        string value = $"{Text(state.Pairs.Count)} pairs, {WireNumber.Format(Math.Round(open, 2, MidpointRounding.ToZero))} USDT";
        string threshold = $"{Text(limits.MaxActivePairs)} pairs, {limits.MaxNotionalTotal} USDT";
        return Check("limits", state.Pairs.Count <= limits.MaxActivePairs && open <= limits.MaxNotionalTotal.Value,
            $"what is open is beyond a limit: {value} of {threshold}", "what is open is within the limits", "открытое в пределах лимитов") with
        { Value = value, Threshold = threshold };
    }

    private PreflightCheck Strategy()
    {
        StrategySnapshot now = strategy.Snapshot();
        string found = now.State != ScopeState.Active ? $"strategy_{now.State.Code()}"
            : !now.Control.Enabled ? "strategy_disabled"
            : now.IsBudgetUsed ? "strategy_budget_blocked"
            : "active";
        return Check(StrategyCheck, found == "active", $"{now.Name}: {found} {now.FreezeReason}".TrimEnd(), "the strategy may open", "стратегия может открывать") with { Value = found, Threshold = "active" };
    }

    private static DateTimeOffset? Oldest(EngineState state, Func<VenueState, DateTimeOffset?> reading) => OldestOf(state, state.Venues.Values.Select(reading));

    /// <summary>Null while one of them has not been made.</summary>
    private static DateTimeOffset? OldestOf(EngineState state, IEnumerable<DateTimeOffset?> readings)
    {
        DateTimeOffset oldest = state.At;
        foreach (DateTimeOffset? reading in readings)
        {
            if (reading is not { } at)
            {
                return null;
            }

            oldest = at < oldest ? at : oldest;
        }

        return oldest;
    }

    private static string Money(decimal amount) => WireNumber.Format(Math.Round(amount, 2, MidpointRounding.ToZero));

    private static string Text(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => WireNumber.Format((decimal)time.TotalSeconds);

    private static string Words(IEnumerable<PreflightCheck> checks) => string.Join("; ", checks.Select(c => $"{c.Name}: {c.English}"));

    private string RightsTrouble(Func<VenueState, string> words) =>
        string.Join(", ", state.Venues.Values.Where(v => state.RightOf(v) != TradingRightStatus.Granted).Select(words));

    private static PreflightCheck Check(string name, bool ok, string trouble, string troubleRussian, string english, string russian) =>
        new(name, ok, ok ? english : trouble, ok ? russian : troubleRussian);

    private static PreflightCheck Check(string name, bool ok, string trouble, string english, string russian) =>
        new(name, ok, ok ? english : trouble, ok ? russian : trouble);
}

internal static class PreflightFindings
{
    /// <summary>So many of so many are well; all must be.</summary>
    public static PreflightCheck Of(this PreflightCheck check, int good, int all) => check with { Value = $"{good}/{all}", Threshold = $"{all}/{all}" };
}
