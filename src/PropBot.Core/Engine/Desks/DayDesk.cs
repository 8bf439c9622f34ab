using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>Counts the UTC day: its begin, what it lost after every booking and heartbeat, and the samples of equity.</summary>
internal sealed class DayDesk(EngineState state, AutopilotGuard guard)
{
    private DateTimeOffset? _lastSample;

    /// <summary>Before anything of the event is booked: what was lost until midnight is yesterday's, what comes now is today's.</summary>
    public void BeginDay()
    {
        if (DailyLoss.IsDayOver(state.Control, state.At))
        {
            state.SetControl(DailyLoss.Begun(state.Control, state.At, state.Realized(), state.LastEquity));
        }
    }

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
