using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;

namespace PropBot.Host.Surface.Components;

/// <summary>The parts of one desk at an instant, the process first, then the desk, then its venues.</summary>
internal sealed record DeskComponents(IReadOnlyList<Component> All)
{
    private const decimal LossWarnedFrom = 0.8m;

    /// <summary>Milliseconds that 99 of the latest 100 commits may take: orders wait for them.</summary>
    private const decimal LongestCommitMs = 100m;

    /// <summary>The worst of them; HOLD while the desk is held and nothing is worse.</summary>
    public ComponentStatus Overall => All.Max(component => component.Status);

    /// <summary>The mean of each group, 0 to 1.</summary>
    public IReadOnlyDictionary<ComponentGroup, decimal> Scores => All
        .GroupBy(component => component.Group)
        .ToDictionary(group => group.Key, group => decimal.Round(group.Average(component => component.Status.Score()), 4, MidpointRounding.ToEven));

    public static DeskComponents Of(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency)
    {
        var all = new List<Component>
        {
            Journal(desk.Health, snapshot.At),
            Engine(desk.Health),
            Leader(desk.Health),
            Configuration(desk.Health),
            Resume(snapshot),
            Control(snapshot),
            Cases(snapshot),
            PartialHedges(snapshot),
        };
        all.AddRange([.. DailyLoss(snapshot), .. Budgets(snapshot.Slo), .. SettleCoins(snapshot), Approvals(snapshot), Sweeps(snapshot), .. Unwatched(snapshot.Watchdog), .. Chaos(desk.Chaos.Settings.Enabled)]);
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            all.AddRange(VenueComponents.Of(venue, snapshot, desk.Statistics.GetValueOrDefault(venue.Venue)));
        }

        all.AddRange(
        [
            .. OrderCycle(snapshot.Slo),
            .. Commits(latency.LatestCommitsMs),
        ]);
        return new DeskComponents(all);
    }

    private static Component Journal(HealthState health, DateTimeOffset at)
    {
        LocalText age = health.JournalAge is { } since
            ? new LocalText("took a write {0} s ago", "последняя запись {0} с назад").With(Seconds(since))
            : new LocalText("has taken no write yet", "записей ещё не было");
        return new Component(
            "journal_outbox", ComponentGroup.P0, Error(!health.JournalOk), new("Journal", "Журнал"), health.Ledger?.Text ?? age, new("takes writes", "принимает записи"))
        { ReadAt = health.JournalAge is { } wrote ? at - wrote : null };
    }

    private static Component Engine(HealthState health) => new(
        "engine", ComponentGroup.P0, Error(!health.EngineAlive || health.HaltedReason is not null), new("Engine", "Движок"),
        health.HaltedReason is { } reason ? new LocalText("halted: {0}", "остановлен: {0}").With(reason)
            : health.EngineAlive ? new LocalText("runs", "работает")
            : new LocalText("does not answer", "не отвечает"),
        new("runs", "работает"));

    private static Component Leader(HealthState health) => new(
        "leader_fencing", ComponentGroup.P0, Error(!health.Leader), new("Leadership of the ledger", "Владение журналом"),
        health.Leader ? new("this process", "этот процесс") : new("another process, or nobody", "другой процесс или никто"), new("this process", "этот процесс"));

    /// <summary>It trades on with what it has read, and would not come back from a restart.</summary>
    private static Component Configuration(HealthState health) => new(
        "config_pipeline", ComponentGroup.P1, health.ConfigOk ? ComponentStatus.Ok : ComponentStatus.Warn, new("Configuration of the next start", "Конфигурация следующего запуска"),
        health.ConfigFault is { } fault ? new LocalText("{0}", "{0}").With(fault) : health.ConfigOk ? new("valid", "верна") : new("not valid", "неверна"), new("valid", "верна"));

    private static Component Resume(EngineSnapshot snapshot) => new(
        "guarded_startup", ComponentGroup.P0,
        snapshot.Resume.IsComplete ? ComponentStatus.Ok : snapshot.Resume.OpenItems.Count > 0 && snapshot.Resume.Status == "INCOMPLETE" ? ComponentStatus.Error : ComponentStatus.Warn,
        new("Recovery at the start", "Восстановление при старте"),
        new LocalText("{0}, open: {1}", "{0}, не разобрано: {1}").With(snapshot.Resume.Status, snapshot.Resume.OpenItems.Count), new("RESUMED", "RESUMED"));

    private static Component Control(EngineSnapshot snapshot)
    {
        ControlState control = snapshot.Control;
        ComponentStatus status = control.IsKilled ? ComponentStatus.Error : control.Mode == ControlMode.Hold ? ComponentStatus.Hold : ComponentStatus.Ok;
        string text = control.Kill is { } kill ? $"killed by {kill.By}: {kill.Reason}"
            : control.Mode == ControlMode.Hold ? $"HOLD: {control.HoldReason ?? "two people have not resumed yet"}"
            : "RUN";
        return new Component("control", ComponentGroup.P0, status, new("Control", "Управление"), new(text, text), new("RUN", "RUN"));
    }

    private static Component Cases(EngineSnapshot snapshot) => Count(
        "recon", Error(snapshot.Cases.Count > 0), new("Open reconciliation cases", "Открытые расхождения с биржами"), snapshot.Cases.Count);

    private static Component PartialHedges(EngineSnapshot snapshot)
    {
        string label = Badges.PartialHedgesOf(snapshot);
        return Count(
            "partial_rebalancer", label == Badges.Ok ? ComponentStatus.Ok : ComponentStatus.Warn, new("Pairs with unequal legs", "Пары с неравными ногами"),
            snapshot.Totals.PartialPairs);
    }

    /// <summary>Not listed where there is no limit to hold it against.</summary>
    private static IEnumerable<Component> DailyLoss(EngineSnapshot snapshot)
    {
        DaySnapshot day = snapshot.Day;
        if (day.MaxLoss is { } limit)
        {
            yield return new Component(
                "daily_loss", ComponentGroup.P0, Against(limit, day.WorstLosses, day.IsLossBreached),
                new("Loss of the UTC day", "Убыток за сутки UTC"), Usdt(day.WorstLosses), Usdt(limit)).With("usdt", day.WorstLosses, limit);
        }

        if (day.MaxDrawdownBps is { } most)
        {
            yield return new Component(
                "drawdown", ComponentGroup.P0, Against(most, day.DrawdownBps, day.IsDrawdownBreached),
                new("Equity below its highest of the UTC day", "Капитал ниже максимума суток UTC"), Bps(day.DrawdownBps), Bps(most)).With("bps", day.DrawdownBps, most);
        }
    }

    private static ComponentStatus Against(decimal limit, decimal actual, bool isBreached) => isBreached ? ComponentStatus.Error
        : actual >= LossWarnedFrom * limit ? ComponentStatus.Warn
        : ComponentStatus.Ok;

    /// <summary>Listed while the budgets act.</summary>
    private static IEnumerable<Component> Budgets(SloSnapshot slo)
    {
        if (slo.Enabled)
        {
            ComponentStatus status = slo.Worst switch
            {
                SloLevel.Exhausted => ComponentStatus.Error,
                SloLevel.Burning => ComponentStatus.Warn,
                _ => ComponentStatus.Ok,
            };
            string burning = string.Join(", ", slo.Metrics.Where(m => m.Level != SloLevel.Ok).Select(m => $"{m.Metric.Code()} {m.Level.Code()}"));
            LocalText value = burning.Length == 0 ? new("every budget is well", "все бюджеты в норме") : new(burning, burning);
            yield return new Component("slo_watchdog", ComponentGroup.P0, status, new("Budgets of service levels", "Бюджеты показателей"), value, new("OK", "OK"));
        }
    }

    /// <summary>Listed while somebody asks what they are worth.</summary>
    private static IEnumerable<Component> SettleCoins(EngineSnapshot snapshot) => snapshot.Risk.SettleCoins.Select(coin => new Component(
        $"settle_coin_{coin.Coin.Code.ToLowerInvariant()}", ComponentGroup.P0, Error(!coin.MayOpen), new($"Price of {coin.Coin}", $"Цена {coin.Coin}"),
        new(coin.English, coin.Russian), new("1 USD", "1 USD"))
    { ReadAt = snapshot.At - coin.Age });

    private static Component Approvals(EngineSnapshot snapshot)
    {
        int waiting = snapshot.Approvals.Count(a => a.Status == ApprovalStatus.Pending);
        return Count("approvals", waiting > 0 ? ComponentStatus.Warn : ComponentStatus.Ok, new("Requests that wait for a second person", "Запросы, ждущие второго человека"), waiting);
    }

    private static Component Sweeps(EngineSnapshot snapshot)
    {
        int running = snapshot.Sweeps.Count(s => s.IsRunning);
        return Count("sweeps", running > 0 ? ComponentStatus.Warn : ComponentStatus.Ok, new("Close-all, cancel-all and kill under way", "Выполняемые close-all, cancel-all и kill"), running);
    }

    /// <summary>Listed while nobody watches the venues: what each of them is then, nobody knows.</summary>
    private static IEnumerable<Component> Unwatched(WatchdogSnapshot watchdog)
    {
        if (!watchdog.Enabled)
        {
            yield return new Component("watchdog", ComponentGroup.P0, ComponentStatus.Warn, new("Watchdog", "Вотчдог"), new(Badges.WatchdogOff, Badges.WatchdogOff), new("on", "включён"));
        }
    }

    /// <summary>Listed while it is on.</summary>
    private static IEnumerable<Component> Chaos(bool isOn)
    {
        if (isOn)
        {
            yield return new Component("chaos", ComponentGroup.P1, ComponentStatus.Warn, new("Faults on purpose", "Намеренные сбои"), new("on", "включены"), new("off", "выключены"));
        }
    }

    /// <summary>The service level's own measure of the last five minutes against its own limit; not listed while too little happened in them.</summary>
    private static IEnumerable<Component> OrderCycle(SloSnapshot slo)
    {
        if (slo.Of(SloMetric.OrderCycle) is { Short: { } found, Limit: { } limit })
        {
            yield return Speed("order_cycle", new("Orders to their answers, 95 of 100 in 5 minutes", "Заявка — ответ, 95 из 100 за 5 минут"), found, limit);
        }
    }

    /// <summary>Listed once there was something to measure.</summary>
    private static IEnumerable<Component> Commits(LatestSamples latest)
    {
        if (latest.Quantile(0.99) is { } found)
        {
            yield return Speed("ledger_commit", new("Latest 500 commits, 99 of 100", "Последние 500 записей журнала, 99 из 100"), (decimal)found, LongestCommitMs);
        }
    }

    private static Component Speed(string id, LocalText title, decimal foundMs, decimal limitMs) =>
        new Component(id, ComponentGroup.P1, foundMs > limitMs ? ComponentStatus.Warn : ComponentStatus.Ok, title, Milliseconds(foundMs), Milliseconds(limitMs)).With("ms", foundMs, limitMs);

    private static Component Count(string id, ComponentStatus status, LocalText title, int count) =>
        new Component(id, ComponentGroup.P0, status, title, Number(count), Number(0)).With("count", count, 0m);

    private static ComponentStatus Error(bool isSo) => isSo ? ComponentStatus.Error : ComponentStatus.Ok;

    private static LocalText Number(int value)
    {
        string text = WireNumber.Format(value);
        return new LocalText(text, text);
    }

    private static LocalText Bps(decimal value)
    {
        string number = WireNumber.Format(Math.Round(value, 1, MidpointRounding.ToZero));
        return new($"{number} bps", $"{number} б.п.");
    }

    private static LocalText Usdt(decimal value)
    {
        string text = $"{WireNumber.Format(value)} USDT";
        return new LocalText(text, text);
    }

    private static LocalText Milliseconds(decimal value) => new LocalText("{0} ms", "{0} мс").With(WireNumber.Format(decimal.Round(value, 2, MidpointRounding.ToEven)));

    private static string Seconds(TimeSpan value) => WireNumber.Format(decimal.Round((decimal)value.TotalSeconds, 1, MidpointRounding.ToEven));
}
