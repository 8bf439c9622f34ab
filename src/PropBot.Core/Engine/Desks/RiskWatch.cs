using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Tells people of what comes near a limit while they can still act: a held leg near its liquidation, notional near the total cap, cancels near
/// the pace that holds the desk. Each is told when it begins and when it is over.
/// </summary>
internal sealed class RiskWatch(EngineState state, MarginGuard margins)
{
    /// <summary>Of a limit: from here on it is told.</summary>
    private const decimal WarnAt = 0.8m;

    /// <summary>A leg is out of danger so much further than where it came into it.</summary>
    private const decimal ClearFactor = 1.1m;

    /// <summary>Elapsed time between two looks.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);
    private readonly DeskExposure _exposure = new();
    private TimeSpan _nextElapsed;

    public void OnClock()
    {
        if (state.Elapsed < _nextElapsed)
        {
            return;
        }

        _nextElapsed = state.Elapsed + Interval;
        margins.Now();
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            WatchLiquidation(instrument);
        }

        _exposure.Fill(state);
        WatchNotional();
        WatchCancels();
    }

    private void WatchLiquidation(InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        decimal alarm = Math.Min(state.Options.Risk.AlarmLiquidationDistance, state.Options.Risk.MinLiquidationDistance);
        decimal? distance = margins.DistanceOf(instrument);
        string key = $"liquidation:{id}";
        if (distance < alarm && _told.Add(key))
        {
            state.Alert(AlertSeverity.Critical, "liquidation_near",
                $"{id}: the mark is {Percent(distance)} from the price at which the venue liquidates, below {Percent(alarm)}. Add margin there or close the pair.",
                $"{id}: до цены ликвидации {Percent(distance)} от марки, меньше {Percent(alarm)}. Пополните маржу на бирже или закройте пару.");
        }
        else if (!(distance < alarm * ClearFactor) && _told.Remove(key))
        {
            state.Alert(AlertSeverity.Info, "liquidation_near_resolved",
                $"{id}: the liquidation price is {Percent(distance)} away again, or nothing is held there.",
                $"{id}: до цены ликвидации снова {Percent(distance)}, или позиции там нет.");
        }
    }

    private void WatchNotional()
    {
        decimal limit = state.Options.Risk.MaxNotionalTotal.Value;
        decimal now = _exposure.Total.Value;
        Tell("runaway_notional_warning", now >= limit * WarnAt && now > 0m,
            $"Notional {Round(now)} USDT is at {Percent(limit > 0m ? now / limit : null)} of the total cap {Round(limit)} USDT. Above it nothing opens.",
            $"Объём {Round(now)} USDT достиг {Percent(limit > 0m ? now / limit : null)} общего лимита {Round(limit)} USDT. Выше лимита пары не открываются.",
            $"Notional is {Round(now)} USDT again, below the warning.", $"Объём снова {Round(now)} USDT, ниже порога предупреждения.");
    }

    private void WatchCancels()
    {
        int limit = state.Options.Risk.MaxCancelsPerMinute;
        int now = state.CancelPace.Now(state.Elapsed);
        Tell("runaway_cancel_rate", limit > 0 && now >= limit * WarnAt,
            $"{now} opening orders were cancelled within a minute; above {limit} the desk holds. Look at what cancels them.",
            $"За минуту отменено {now} открывающих заявок; выше {limit} включится HOLD. Выясните, что их отменяет.",
            $"Cancels are at {now} a minute again.", $"Отмен снова {now} в минуту.");
    }

    private void Tell(string code, bool isOn, string english, string russian, string overEnglish, string overRussian)
    {
        if (isOn && _told.Add(code))
        {
            state.Alert(AlertSeverity.Warning, code, english, russian);
        }
        else if (!isOn && _told.Remove(code))
        {
            state.Alert(AlertSeverity.Info, $"{code}_resolved", overEnglish, overRussian);
        }
    }

    private static string Percent(decimal? fraction) =>
        fraction is { } known ? $"{WireNumber.Format(Math.Round(known * 100m, 1, MidpointRounding.ToZero))} %" : "?";

    private static string Round(decimal amount) => WireNumber.Format(Math.Round(amount, 0, MidpointRounding.ToZero));
}
