using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Counts the UTC day: its begin, what it lost after every booking and heartbeat, and the samples of equity.</summary>
internal sealed class DayDesk(EngineState state, AutopilotGuard guard)
{
    /// <summary>A clock that goes so much further than elapsed time was set.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _lastSample;
    private (DateTimeOffset At, TimeSpan Elapsed)? _seen;
    private bool _isClockTold;

    /// <summary>Before anything of the event is booked: what was lost until midnight is yesterday's, what comes now is today's.</summary>
    public void BeginDay()
    {
        bool hasJumped = _seen is not { } seen || state.At - seen.At > ((state.Elapsed - seen.Elapsed) * state.Options.MarketSpeed) + Jump;
        _seen = (state.At, state.Elapsed);
        ControlState before = state.Control;
        DayTurn turn = DailyLoss.TurnAt(before, state.At, hasJumped);
        switch (turn)
        {
            case DayTurn.Begins:
                state.SetControl(DailyLoss.Begun(before, state.At, state.Realized(), state.LastEquity));
                break;
            case DayTurn.Returns:
                state.SetControl(DailyLoss.Returned(before, state.At));
                break;
            case DayTurn.IsEarlier:
                if (!_isClockTold)
                {
                    string today = Day(DateOnly.FromDateTime(state.At.UtcDateTime));
                    TellClock($"it is at {today}, {Day(before.DayAnchor)} goes on", $"на них {today}, продолжаются сутки {Day(before.DayAnchor)}");
                }

                return;
            case DayTurn.GoesOn:
                _isClockTold = false;
                return;
        }

        Told(turn, before);
    }

    /// <summary>A day of the past is never begun: it would forget the loss of the one that is counted.</summary>
    private void TellClock(string english, string russian)
    {
        if (!_isClockTold)
        {
            _isClockTold = true;
            state.Alert(AlertSeverity.Critical, "day_clock",
                $"The machine's clock was set back: {english}, with its loss and its breaches until it is over. Set the clock right; if it is right now, it was wrong before.",
                $"Часы машины переведены назад: {russian} с их убытком и нарушениями, пока они не кончатся. Исправьте часы; если они верны сейчас, неверны были раньше.");
        }
    }

    private void Told(DayTurn turn, ControlState before)
    {
        bool returns = turn == DayTurn.Returns;
        string reason = returns ? "clock_corrected" : "utc_midnight";
        bool lossEnds = DailyLoss.IsBreached(before) && !DailyLoss.IsBreached(state.Control);
        bool drawdownEnds = DailyLoss.IsDrawdownBreached(before) && !DailyLoss.IsDrawdownBreached(state.Control);
        state.Effects.Add(new Journaled("control.day",
        [
            new("day", Day(state.Control.DayAnchor)), new("previous", Day(before.DayAnchor)),
            new("realized_previous_usdt", WireNumber.Format(DailyLoss.Realized(before, state.Realized()))),
            new("daily_loss", Breach(DailyLoss.IsBreached(before), DailyLoss.IsBreached(state.Control))),
            new("drawdown", Breach(DailyLoss.IsDrawdownBreached(before), DailyLoss.IsDrawdownBreached(state.Control))),
            new("actor", "system"), new("source", "day"), new("reason", reason), new("correlation_id", ""),
        ]));
        if (returns)
        {
            _isClockTold = false;
            TellClock($"{Day(state.Control.DayAnchor)} goes on instead of {Day(before.DayAnchor)}", $"вместо {Day(before.DayAnchor)} продолжаются сутки {Day(state.Control.DayAnchor)}");
        }
        else if (lossEnds || drawdownEnds)
        {
            string english = string.Join(" and ", [.. lossEnds ? (string[])["daily loss"] : [], .. drawdownEnds ? (string[])["drawdown"] : []]);
            string russian = string.Join(" и ", [.. lossEnds ? (string[])["дневного убытка"] : [], .. drawdownEnds ? (string[])["просадки"] : []]);
            state.Alert(AlertSeverity.Warning, "day_reset",
                $"The UTC day {Day(before.DayAnchor)} is over, and with it the breach of its {english}. The HOLD stays until two people resume.",
                $"Сутки UTC {Day(before.DayAnchor)} закончились, а с ними и нарушение лимита {russian}. HOLD остаётся, пока не возобновят двое.");
        }
    }

    private static string Breach(bool before, bool now) => $"{Word(before)}>{Word(now)}";

    private static string Word(bool isBreached) => isBreached ? "BREACH" : "OK";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>After something was booked; a limit is reached with the fill that reaches it.</summary>
    public void OnBooked() => Count(state.EquityIfRead());

    public void OnClock()
    {
        decimal? equity = state.EquityIfRead();
        state.IsValued = equity is not null;
        state.LastEquity = equity ?? state.LastEquity;
        Count(equity);
        if (equity is { } known && (_lastSample is not { } last || state.At - last >= state.Options.EquitySampleInterval))
        {
            _lastSample = state.At;
            state.Effects.Add(new EquitySampled(state.At, known));
            state.SetControl(DailyLoss.Sampled(state.Control, known));
        }
    }

    /// <summary>Money that people move is neither earned nor lost: the day is measured as if it had been there, or gone, all the time.</summary>
    /// <param name="amount">Quote units; positive was brought in.</param>
    public void OnTransfer(decimal amount)
    {
        state.LastEquity += amount;
        state.SetControl(state.Control with
        {
            DayStartEquity = state.Control.DayStartEquity + amount,
            DayPeakEquity = state.Control.DayPeakEquity + amount,
            Days = state.Control.Days.Moved(amount),
        });
    }

    private void Count(decimal? equity)
    {
        decimal realized = state.Realized();
        ControlState before = state.Control;
        state.SetControl(DailyLoss.Counted(before, state.Options.Risk, realized, equity));
        if (before.DailyLossBreachedOn is null && state.Control.DailyLossBreachedOn is not null)
        {
            guard.OnDailyLoss(DailyLoss.Realized(state.Control, realized), equity - state.Control.DayStartEquity);
        }

        if (before.DrawdownBreachedOn is null && state.Control.DrawdownBreachedOn is not null)
        {
            guard.OnDrawdown(DailyLoss.DrawdownBps(state.Control, equity));
        }
    }
}
