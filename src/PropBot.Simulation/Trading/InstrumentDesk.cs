using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Trading;

/// <summary>Changes of an instrument's terms while the venue runs, and the end of a contract.</summary>
internal sealed class InstrumentDesk(VenueContext venue, Matching matching, VenueOrders orders, FundingDesk funding)
{
    public Answer<InstrumentSetup> Change(SimulatedBook book, InstrumentChange change)
    {
        if (change.Check() is { } invalid)
        {
            return invalid;
        }

        if (change.Status != InstrumentStatus.Settled)
        {
            Deliver(book);
            if (book.Status == InstrumentStatus.Settled && change.Status is not null)
            {
                return new Refusal(RefusalReason.InvalidTerms, $"{book.Instrument.Id.Symbol} has ended and stays so");
            }
        }

        InstrumentSetup after = change.ApplyTo(book.Setup);
        Symbol symbol = after.Instrument.Id.Symbol;
        if (UnfitPosition(after) is { } unfit)
        {
            return unfit;
        }

        venue.Commit(new AccountMutation.InstrumentChanged(symbol, change) { Time = venue.Now });
        if (change.ChangesSteps)
        {
            ChangeSteps(book, after);
        }
        else
        {
            book.Replace(after);
            venue.TellInstrument(after);
        }

        if (after.Instrument.Status == InstrumentStatus.Settled)
        {
            CloseEverything(book);
        }

        return after;
    }

    /// <summary>Before the feed's next word: settlements of the instrument's own clock, and the end of a contract whose time has come.</summary>
    public void Advance(SimulatedBook book)
    {
        if (book.Setup.KeepsOwnFundingClock && book.MarketTime != default && book.Market is { Funding: var quote })
        {
            DateTimeOffset due = NextSettlement(book, book.MarketTime);
            if (due <= venue.Now)
            {
                funding.Settle(book, quote.Rate, due);
            }
        }

        Deliver(book);
    }

    /// <summary>The feed's word under the instrument's own terms of funding.</summary>
    public MarketState Adjusted(SimulatedBook book, in MarketState state)
    {
        FundingQuote quote = state.Funding;
        Rate rate = FundingDesk.Capped(book.Setup, quote.Rate);
        FundingQuote own = book.Setup.KeepsOwnFundingClock
            ? new FundingQuote(rate, NextSettlement(book, venue.Now), book.Instrument.FundingInterval)
            : new FundingQuote(rate, quote.NextSettlement, quote.Interval);
        return state with { Funding = own };
    }

    /// <summary>Whether funding may be settled at this instant.</summary>
    public static bool SettlesAt(SimulatedBook book, DateTimeOffset instant) =>
        book.Status != InstrumentStatus.Settled
        && (!book.Setup.KeepsOwnFundingClock || instant.UtcTicks % book.Instrument.FundingInterval.Ticks == 0);

    private void Deliver(SimulatedBook book)
    {
        if (book.Setup.DeliveryTime <= venue.Now && book.Status != InstrumentStatus.Settled)
        {
            Change(book, new InstrumentChange { Status = InstrumentStatus.Settled });
        }
    }

    private static DateTimeOffset NextSettlement(SimulatedBook book, DateTimeOffset after)
    {
        long interval = book.Instrument.FundingInterval.Ticks;
        return new DateTimeOffset(((after.UtcTicks / interval) + 1) * interval, TimeSpan.Zero);
    }

    private Refusal? UnfitPosition(InstrumentSetup after)
    {
        decimal lot = after.Instrument.Lot.Value;
        foreach (Account account in venue.Accounts.InOrder)
        {
            foreach (SimulatedPosition position in account.PositionsIn(after.Instrument.Id.Symbol))
            {
                if (position.Quantity % lot != 0m)
                {
                    return new Refusal(
                        RefusalReason.InvalidTerms, $"{account.Name} holds {position.Quantity}, which is not a multiple of {lot}", lot, position.Quantity);
                }
            }
        }

        return null;
    }

    /// <summary>Orders off the new steps end; the book is emptied in the old steps, told, and made anew in the new ones.</summary>
    private void ChangeSteps(SimulatedBook book, InstrumentSetup after)
    {
        foreach (Account account in venue.Accounts.InOrder)
        {
            foreach (SimulatedOrder order in account.OpenOrders(after.Instrument.Id.Symbol).ToList())
            {
                if (order.Price % after.Instrument.Tick.Value != 0m || order.RemainingQuantity % after.Instrument.Lot.Value != 0m)
                {
                    matching.End(order, OrderEndReason.InstrumentChanged);
                }
            }
        }

        IReadOnlyList<(RestingOrder Resting, decimal Ahead)> kept = [.. book.Empty().Select(resting => (resting, book.QuantityOf(resting.Ahead)))];
        venue.Publish(book);
        book.Replace(after);
        venue.TellInstrument(after);
        if (book.Market is { } market)
        {
            book.Shape(in market);
        }

        foreach ((RestingOrder resting, decimal ahead) in kept)
        {
            SimulatedOrder order = venue.Accounts.Get(resting.Account).Orders[resting.OrderId];
            RestingOrder place = Matching.ToResting(book, order, matching.Allowed(order));
            place.Ahead = book.QuantityUnits(ahead);
            (place.IsBid ? book.Bids : book.Asks).Restore(place);
        }

        matching.FillReached(book);
        venue.Publish(book);
    }

    private void CloseEverything(SimulatedBook book)
    {
        Symbol symbol = book.Instrument.Id.Symbol;
        foreach (Account account in venue.Accounts.InOrder)
        {
            foreach (SimulatedOrder order in account.OpenOrders(symbol).ToList())
            {
                matching.End(order, OrderEndReason.InstrumentChanged);
            }

            foreach (SimulatedPosition position in account.PositionsIn(symbol).ToList())
            {
                if (!position.IsFlat)
                {
                    orders.CloseAtMark(book, position, Math.Abs(position.Quantity), OrderOrigin.Settlement);
                }
            }
        }

        book.Empty();
        venue.Publish(book);
    }
}
