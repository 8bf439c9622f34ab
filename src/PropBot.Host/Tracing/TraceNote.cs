using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Host.Tracing;

/// <summary>What somebody measured, to be made into spans later and elsewhere. Times are <c>Stopwatch</c> timestamps.</summary>
internal abstract record TraceNote;

/// <summary>The loop has handled an event that led to something about orders.</summary>
/// <param name="Trigger">The event's name.</param>
/// <param name="Book">The book that moved; null for every other event.</param>
/// <param name="Sequence">Of the event.</param>
/// <param name="At">Market time of the event.</param>
/// <param name="Received">When the book's message arrived; equal to <paramref name="Taken"/> for every other event.</param>
/// <param name="Taken">When the engine took the event up.</param>
/// <param name="Decided">When the engine had decided.</param>
/// <param name="Committing">When the ledger was given the effects.</param>
/// <param name="Committed">When they were durable.</param>
/// <param name="IsLate">The ledger took so long that not all of it was sent.</param>
/// <param name="Effects">Those about pairs, orders and fills.</param>
internal sealed record HandledNote(
    string Trigger, InstrumentId? Book, long Sequence, DateTimeOffset At, long Received, long Taken, long Decided, long Committing, long Committed,
    bool IsLate, IReadOnlyList<Effect> Effects) : TraceNote;

/// <summary>A request to place or cancel an order was sent and answered.</summary>
internal sealed record AnsweredNote(ClientOrderId ClientOrderId, bool IsCancel, long Sent, long Answered, VenueOutcome Outcome) : TraceNote;
