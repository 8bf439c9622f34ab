using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// The right to trade is read and not learnt by a refusal: at every connection, every few minutes, and as soon as an order was
/// refused for want of it. Without it nothing opens on the venue; what reduces risk is sent all the same.
/// </summary>
internal sealed class RightsDesk(EngineState state)
{
    public void Poll()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            bool isDue = venue.Right.AskedElapsed is not { } asked || state.Elapsed - asked >= state.Options.RightsPollInterval;
            if (venue.Link == VenueLink.Up && isDue)
            {
                Ask(venue);
            }

            Tell(venue);
        }
    }

    public void Ask(VenueState venue)
    {
        venue.Right.AskedElapsed = state.Elapsed;
        venue.Right.Question.Ask(state.Sequence, state.Elapsed);
        state.Effects.Add(new QueryTradingRights(venue.Venue) { Question = state.Sequence });
    }

    public void OnReported(TradingRightsReported told)
    {
        VenueState venue = state.Venues[told.Rights.Venue];
        if (venue.Right.Question.Hears(told.Question, state.Sequence))
        {
            venue.Right.Read(told.Rights, state.Elapsed, state.At);
            Tell(venue);
        }
    }

    public void OnFailed(TradingRightsQueryFailed failed)
    {
        TradingRightWatch right = state.Venues[failed.Venue].Right;
        right.Failure = right.Question.Fails(failed.Question) ? failed.Reason : right.Failure;
    }

    /// <summary>An order that was refused as not allowed is a hint: what it means is asked for with the next heartbeat.</summary>
    public void OnPlaceAnswered(PlaceAnswered answer)
    {
        if (answer.Outcome is VenueOutcome.Refused { Refusal.Kind: RefusalKind.Unauthorized } && state.Orders.TryGetValue(answer.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            state.Venues[known.Order.Intent.Instrument.Venue].Right.AskedElapsed = null;
        }
    }

    private void Tell(VenueState venue)
    {
        TradingRightWatch right = venue.Right;
        TradingRightStatus now = state.RightOf(venue);
        TradingRightStatus before = right.ToldStatus;
        if (now != before)
        {
            right.ToldStatus = now;
            state.Effects.Add(new Journaled("venue.trading_right",
                [new("venue", venue.Venue.Name), new("before", before.Code()), new("now", now.Code()), new("detail", right.Rights?.Detail ?? "")]));
            TellChange(venue, before, now);
        }

        if (now == TradingRightStatus.Granted && right.Rights?.ExpiresAt is { } end && end - state.At < TradingRightStatuses.Notice && right.ToldExpiry != end)
        {
            right.ToldExpiry = end;
            state.Alert(AlertSeverity.Warning, "trading_right_expires",
                $"{venue.Venue}: the key ends at {end:yyyy-MM-dd HH:mm} UTC. Then nothing opens there, and orders that reduce risk are refused too: give the desk a new key before.",
                $"{venue.Venue}: ключ действует до {end:yyyy-MM-dd HH:mm} UTC. После этого новые пары там не открываются, и снижающие риск заявки биржа тоже отклонит: замените ключ заранее.");
        }
    }

    private void TellChange(VenueState venue, TradingRightStatus before, TradingRightStatus now)
    {
        if (state.Options.ReadOnly)
        {
            // A run that sends nothing needs no right.
            return;
        }

        (string english, string russian) = TradingRightText.Of(venue, now);
        if (now != TradingRightStatus.Granted)
        {
            state.Alert(now == TradingRightStatus.Stale ? AlertSeverity.Warning : AlertSeverity.Critical, "trading_right_lost",
                $"{english}. Nothing opens there; hedges, closes and cancels are sent all the same.",
                $"{russian}. Новые пары там не открываются; хеджи, закрытия и отмены всё равно отправляются.");
        }
        else if (before != TradingRightStatus.Unread)
        {
            state.Alert(AlertSeverity.Info, "trading_right_back", $"{english}.", $"{russian}.");
        }
    }
}
