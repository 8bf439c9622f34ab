using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;

namespace PropBot.Ledger;

/// <summary>
/// The desk's memory: what the engine decided, durable before anything of it leaves the process, and everything needed to go on
/// after a kill. One process writes it, from one thread; <see cref="ILedgerReads"/> may be asked from any thread.
/// </summary>
public interface ILedgerStore : ILedgerReads, IDisposable
{
    /// <summary>Five lower-case letters and digits made once per ledger; part of every client order id.</summary>
    string DeskId { get; }

    /// <summary>
    /// Called by <see cref="Commit"/> after each effect that it has written, while the transaction is open. For drills that end the
    /// process in the middle of a commit; null, as it is everywhere else, costs nothing.
    /// </summary>
    Action<LedgerEffect>? Stored { get; set; }

    /// <summary>What the ledger knows at the start. Asked once, before the first <see cref="Commit"/>.</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be read.</exception>
    RecoveredState Load();

    /// <summary>
    /// Writes every <see cref="LedgerEffect"/> of one event in one durable transaction: all of them or none. The other effects in
    /// the list are passed over, so that the shell hands on what the engine returned. Nothing to write costs nothing.
    /// </summary>
    /// <param name="at">UTC time of the event, of the replayed day in a replay.</param>
    /// <param name="sequence">
    /// <see cref="Core.Engine.Events.EngineInput.Sequence"/> of the event. The same effects of the same sequence are stored once
    /// however often they are committed, so a commit of unknown outcome may be repeated.
    /// </param>
    /// <param name="effects">What the engine returned for the event.</param>
    /// <exception cref="LedgerUnavailableException">Nothing was written: the disk is full, gone or locked.</exception>
    /// <exception cref="LedgerConflictException">An order, fill or entry is already there with another content; nothing was written.</exception>
    void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects);

    /// <summary>
    /// A durable write of one row, always the same, by the way that a commit takes: whether the next commit would succeed.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It would not.</exception>
    void Prove();
}
