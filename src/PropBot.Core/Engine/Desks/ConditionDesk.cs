using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>A venue's clock, its access and its margin: conditions that stop opening on it and never stop what reduces risk.</summary>
internal sealed class ConditionDesk(EngineState state)
{
    public void OnClockMeasured(VenueClockMeasured measured)
    {
        VenueState venue = state.Venues[measured.Venue];
        bool was = venue.IsClockUncertain;
        venue.Clock = measured;
        venue.ClockAt = state.At;
        if (measured.MayOnlyReduce && !was)
        {
            string uncertainty = Seconds(measured.Uncertainty);
            string window = Seconds(measured.Window);
            state.Alert(AlertSeverity.Warning, "clock_uncertain",
                $"{measured.Venue}: its clock is known to {uncertainty} s only, requests may be off by {window} s. Nothing opens on it until it is known better; check the network.",
                $"{measured.Venue}: часы биржи известны лишь с точностью {uncertainty} с, допуск запроса {window} с. Новые пары на ней не открываются, пока точность не восстановится; проверьте сеть.");
        }
        else if (was && !measured.MayOnlyReduce)
        {
            state.Alert(AlertSeverity.Info, "clock_certain",
                $"{measured.Venue}: its clock is known well enough again ({Seconds(measured.Uncertainty)} s).",
                $"{measured.Venue}: часы биржи снова известны достаточно точно ({Seconds(measured.Uncertainty)} с).");
        }
    }

    public void OnAccess(VenueAccessChanged changed)
    {
        VenueState venue = state.Venues[changed.Venue];
        VenueAccess before = venue.Access;
        venue.Access = changed.Access;
        venue.AccessUntilElapsed = state.Elapsed + changed.For;
        venue.AccessReason = changed.Reason;
        if (changed.Access == VenueAccess.Banned && before != VenueAccess.Banned)
        {
            string seconds = Seconds(changed.For);
            state.Alert(AlertSeverity.Critical, "venue_banned",
                $"{changed.Venue} refuses every request from here for {seconds} s: {changed.Reason}. Nothing opens on it; what is open there cannot be reached until then.",
                $"{changed.Venue} отклоняет все запросы отсюда ещё {seconds} с: {changed.Reason}. Новые пары на ней не открываются; открытые до тех пор недоступны.");
        }
        else if (before == VenueAccess.Banned && changed.Access != VenueAccess.Banned)
        {
            state.Alert(AlertSeverity.Info, "venue_ban_over",
                $"{changed.Venue} takes requests again.",
                $"{changed.Venue} снова принимает запросы.");
        }
    }

    public void OnMarginCall(MarginCallReceived warned)
    {
        Call(state.Venues[warned.Venue], warned.Detail);
        string ratio = Percent(state.Venues[warned.Venue].MarginRatio);
        string limit = Percent(state.Options.Risk.MaxMarginRatio);
        state.Alert(AlertSeverity.Critical, "margin_call",
            $"{warned.Venue} warns that the margin runs out: {warned.Detail}. Last known ratio {ratio}. Nothing opens on it until a statement shows less than {limit}; add margin or reduce.",
            $"{warned.Venue} предупреждает о нехватке маржи: {warned.Detail}. Последнее известное отношение {ratio}. Новые пары на ней не открываются, пока выписка не покажет меньше {limit}; пополните маржу или сократите позиции.");
    }

    /// <summary>A liquidation says the same as a margin call, only later.</summary>
    public void OnForcedFill(ForcedFill fill)
    {
        if (fill.Origin == OrderOrigin.Liquidation)
        {
            Call(state.Venues[fill.Instrument.Venue], $"liquidation of {fill.Quantity} {fill.Instrument.Symbol}");
        }
    }

    /// <summary>A statement asked for after the call lifts it once its ratio is below the limit.</summary>
    public void OnStatement(VenueState venue)
    {
        bool isLater = venue.MarginCallElapsed is { } called && venue.Statement.Elapsed >= called;
        if (isLater && venue.MarginRatio is { } ratio && ratio < state.Options.Risk.MaxMarginRatio)
        {
            venue.MarginCallElapsed = null;
            state.Alert(AlertSeverity.Info, "margin_restored",
                $"{venue.Venue}: the margin ratio is {Percent(ratio)} again, below {Percent(state.Options.Risk.MaxMarginRatio)}.",
                $"{venue.Venue}: отношение маржи снова {Percent(ratio)}, ниже {Percent(state.Options.Risk.MaxMarginRatio)}.");
        }
    }

    /// <summary>Fees in another coin, or in nobody knows which, are told when they begin and when they are over.</summary>
    public void WatchFeeCoins()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            FeeCoinStatus now = state.FeeCoinOf(venue);
            if (now == venue.ToldFeeCoin)
            {
                continue;
            }

            FeeCoinStatus before = venue.ToldFeeCoin;
            venue.ToldFeeCoin = now;
            state.Effects.Add(new Journaled("venue.fee_coin", [new("venue", venue.Venue.Name), new("before", before.Code("none")), new("now", now.Code("none"))]));
            if (!now.IsSettleCoin)
            {
                state.Alert(AlertSeverity.Critical, "fee_coin",
                    $"{FeeCoinText.English(venue.Venue, now)}. Until then nothing opens there, and what reduces risk is sent all the same.",
                    $"{FeeCoinText.Russian(venue.Venue, now)}. До тех пор новые пары там не открываются, а снижающие риск заявки отправляются.");
            }
            else
            {
                state.Alert(AlertSeverity.Info, "fee_coin_over",
                    $"{venue.Venue}: nothing says any more that fees are taken in another coin than the settle coin.",
                    $"{venue.Venue}: больше ничто не говорит о комиссиях в другой монете, кроме расчётной.");
            }
        }
    }

    private void Call(VenueState venue, string detail)
    {
        venue.MarginCallElapsed = state.Elapsed;
        venue.MarginCallDetail = detail;
        // What has become of the account is wanted with the next heartbeat, not with the next poll.
        venue.AccountAskedElapsed = null;
    }

    private static string Seconds(TimeSpan time) => WireNumber.Format(Math.Round((decimal)time.TotalSeconds, 3, MidpointRounding.ToZero));

    private static string Percent(decimal? ratio) =>
        ratio is { } known ? $"{WireNumber.Format(Math.Round(known * 100m, 2, MidpointRounding.ToZero))} %" : "unknown";
}
