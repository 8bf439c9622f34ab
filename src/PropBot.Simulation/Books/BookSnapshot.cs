using PropBot.Core.Instruments;

namespace PropBot.Simulation.Books;

/// <summary>A book at an instant, best levels first.</summary>
/// <param name="UpdateId">Of the last update it contains; 0 before the first.</param>
public sealed record BookSnapshot(
    Instrument Instrument,
    long UpdateId,
    DateTimeOffset Time,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks);
