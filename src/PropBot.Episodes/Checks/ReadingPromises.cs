using PropBot.Core.Execution;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Checks;

/// <summary>What an adapter makes of a venue's answer is what the venue meant, asserted by somebody who knows both.</summary>
internal static class ReadingPromises
{
    /// <summary>The venues cut quotients to eight places.</summary>
    private const decimal Cut = 0.000_000_01m;

    public static void Check(AccountReport told, AccountSummary summary, IReadOnlyList<PositionStatement> held)
    {
        Promise.Kept(
            IsSame(told.WalletBalance, summary.WalletBalance) && IsSame(told.UnrealizedPnl, summary.UnrealizedPnl)
                && IsSame(told.AvailableBalance, summary.AvailableBalance) && IsSame(told.MaintenanceMargin, summary.MaintenanceMargin),
            "statement_misread", $"{told} is read where {summary} was stated");
        Promise.Kept(told.Positions.Count == held.Count, "statement_misread", $"{told.Positions.Count} positions are read where {held.Count} were stated");
        foreach (PositionStatement position in held)
        {
            PositionReport? read = told.Positions.FirstOrDefault(one => one.Instrument.Symbol == position.Position.Symbol);
            Promise.Kept(
                read is not null && read.SignedQuantity == position.Position.Quantity && IsSame(read.EntryPrice, position.Position.EntryPrice)
                    && IsSame(read.MarkPrice, position.MarkPrice) && IsSame(read.UnrealizedPnl, position.UnrealizedPnl),
                "statement_misread", $"{read} is read where {position} was stated");
        }
    }

    /// <param name="decided">What the venue did with the command.</param>
    public static void Check(VenueOutcome told, Answer<SimulatedOrder> decided)
    {
        if (decided.IsAccepted)
        {
            // An order that could not be filled at once is refused by one venue and taken and ended by the others.
            bool isTaken = told is VenueOutcome.Accepted || decided.Value.EndReason == OrderEndReason.FillOrKill;
            Promise.Kept(isTaken, "outcome_misread", $"{told} is read where the venue took {decided.Value}");
        }
        else
        {
            RefusalKind? meant = KindOf(decided.Refusal.Reason);
            bool isNo = told is VenueOutcome.Refused { Refusal.Kind: var kind } && (meant is null ? kind != RefusalKind.Unmapped : kind == meant);
            Promise.Kept(isNo, "outcome_misread", $"{told} is read where the venue refused: {decided.Refusal.Reason}");
        }
    }

    /// <param name="meant">Why the command was refused before it was looked at.</param>
    public static void Check(VenueOutcome told, RefusalKind meant) => Promise.Kept(
        told is VenueOutcome.Refused { Refusal.Kind: var kind } && kind == meant, "outcome_misread", $"{told} is read where the venue refused by {meant}");

    private static bool IsSame(decimal? read, decimal stated) => read is { } told && Math.Abs(told - stated) <= Cut;

    /// <summary>The refusals that the engine tells from others; null: another one.</summary>
    private static RefusalKind? KindOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InsufficientMargin => RefusalKind.InsufficientMargin,
        RefusalReason.ReduceOnlyWouldIncrease => RefusalKind.ReduceOnlyRejected,
        RefusalReason.DuplicateClientOrderId => RefusalKind.DuplicateClientOrderId,
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => RefusalKind.OrderNotFound,
        _ => null,
    };
}
