using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>HOLD and RUN, the start, the autopilot's checks, the daily loss and the equity samples.</summary>
internal sealed class ControlDesk(EngineState state)
{
    /// <summary>The reason of the hold that every start begins with.</summary>
    public const string RestartReason = "restart_safe_mode";

    private const string Bootstrap = "bootstrap";
    private const string AutopilotActor = "autopilot";

    private DateTimeOffset? _lastSample;

    /// <summary>Every start is in HOLD. A hold that somebody had engaged keeps its reason and is not the autopilot's to leave.</summary>
    public void OnStarted(ControlState stored)
    {
        state.Control = stored;
        bool wasHeldByPerson = stored is { Mode: ControlMode.Hold, HoldSource: not null } && !IsStartHold(stored);
        state.SetControl(wasHeldByPerson
            ? stored
            : stored with { Mode = ControlMode.Hold, HoldReason = RestartReason, HoldSource = Bootstrap, HoldSince = state.At });
        ReportResume();
    }

    public void Hold(string actor, string reason)
    {
        Journal("control.hold", actor, reason);
        if (state.Control.Mode == ControlMode.Hold && !IsStartHold(state.Control))
        {
            return;
        }

        state.SetControl(state.Control with { Mode = ControlMode.Hold, HoldReason = reason, HoldSource = actor, HoldSince = state.At });
        state.Alert(AlertSeverity.Warning, "hold",
            $"HOLD by {actor}: {reason}. Nothing opens; hedges, rescues and closes go on.",
            $"HOLD, инициатор {actor}: {reason}. Новые пары не открываются; хеджи, спасения и закрытия продолжаются.");
    }

    public void Resume(string actor, string reason)
    {
        if (state.Control.Mode == ControlMode.Run)
        {
            return;
        }

        state.SetControl(state.Control with { Mode = ControlMode.Run, HoldReason = null, HoldSource = null, HoldSince = null });
        Journal("control.run", actor, reason);
        state.Alert(AlertSeverity.Info, "run", $"RUN by {actor}: {reason}.", $"RUN, инициатор {actor}: {reason}.");
    }

    public void OnClock()
    {
        Value();
        if (state.Options.Autopilot && IsStartHold(state.Control) && !state.ShuttingDown && Preflight().All(c => c.Ok))
        {
            Resume(AutopilotActor, "every start-up check is green");
        }
    }

    /// <summary>What must be green before the autopilot leaves the start-up hold.</summary>
    public IReadOnlyList<PreflightCheck> Preflight() =>
    [
        Check("connectivity", state.Venues.Values.All(v => v.Link == VenueLink.Up),
            string.Join(", ", state.Venues.Values.Where(v => v.Link != VenueLink.Up).Select(v => $"{v.Venue}: {v.LinkReason}")),
            "every venue is connected", "все биржи на связи"),
        Check("accounts", state.Venues.Values.All(v => v.Account is not null),
            string.Join(", ", state.Venues.Values.Where(v => v.Account is null).Select(v => $"{v.Venue}: no statement")),
            "every account was read", "все счета прочитаны"),
        Check("books", state.Instruments.Count > 0 && state.Instruments.Values.All(i => i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter)),
            string.Join(", ", state.Instruments.Values.Where(i => !i.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter))
                .Select(i => $"{i.Instrument.Id}: {i.ShownTrust(state.Elapsed, state.Options.Risk.BookStaleAfter)}")),
            "every book is synced", "все стаканы синхронизированы"),
        Check("orders", state.Pairs.All(p => p.AllSettled),
            string.Join(", ", state.Pairs.Where(p => !p.AllSettled).Select(p => $"{p.Record.Id}: an order is not resolved")),
            "no order is unresolved", "нет невыясненных заявок"),
        Check("reconciliation", state.Venues.Values.All(v => v.Difference is null),
            string.Join(", ", state.Venues.Values.Where(v => v.Difference is not null).Select(v => $"{v.Venue}: {v.Difference}")),
            "our books and the venues' statements agree", "учёт сходится с выписками бирж"),
        Check("daily_loss", !DailyLoss.IsBreached(state.Control, state.At) && state.IsLossWatched,
            state.IsLossWatched ? "the daily loss limit is breached" : "the equity is not known: a held instrument has no price",
            "the daily loss is within its limit", "дневной убыток в пределах лимита"),
    ];

    private static bool IsStartHold(ControlState control) =>
        control is { Mode: ControlMode.Hold, HoldSource: Bootstrap, HoldReason: RestartReason };

    private static PreflightCheck Check(string name, bool ok, string trouble, string english, string russian) =>
        new(name, ok, ok ? english : trouble, ok ? russian : trouble);

    private void Value()
    {
        state.IsValued = false;
        if (state.Equity() is not { } equity || !state.Venues.Values.All(v => v.Account is not null))
        {
            return;
        }

        state.IsValued = true;

        bool was = DailyLoss.IsBreached(state.Control, state.At);
        state.SetControl(DailyLoss.Valued(state.Control, state.Options.Risk, state.At, equity));
        if (!was && DailyLoss.IsBreached(state.Control, state.At))
        {
            string loss = WireNumber.Format(Math.Round(DailyLoss.Of(state.Control, equity), 2, MidpointRounding.ToZero));
            string limit = WireNumber.Format(state.Options.Risk.MaxDailyLoss?.Value ?? 0m);
            state.Alert(AlertSeverity.Critical, "daily_loss",
                $"Daily loss {loss} USDT reached its limit {limit} USDT. Nothing opens until the UTC day is over.",
                $"Дневной убыток {loss} USDT достиг лимита {limit} USDT. Новые пары не открываются до конца суток UTC.");
        }

        if (_lastSample is not { } last || state.At - last >= state.Options.EquitySampleInterval)
        {
            _lastSample = state.At;
            state.Effects.Add(new EquitySampled(state.At, equity));
        }
    }

    private void ReportResume()
    {
        int unresolved = 0;
        foreach (PairState pair in state.Pairs)
        {
            unresolved += pair.Orders.Count(o => !o.IsSettled);
        }

        state.Effects.Add(new Journaled("restart.resume",
        [
            new("status", "RESUMED"),
            new("pairs", string.Join(' ', state.Pairs.Select(p => $"{p.Record.Id}:{p.Record.Status}"))),
            new("orders_to_resolve", string.Join(' ', state.Pairs.SelectMany(p => p.Orders).Where(o => !o.IsSettled).Select(o => o.Intent.ClientOrderId.Value))),
            new("unresolved", unresolved.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ]));
    }

    private void Journal(string type, string actor, string reason) =>
        state.Effects.Add(new Journaled(type, [new("actor", actor), new("reason", reason)]));
}
