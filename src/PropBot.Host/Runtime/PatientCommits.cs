using Microsoft.Extensions.Logging;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>How long to wait between two attempts of the same commit: doubled from the first to the longest.</summary>
public sealed record CommitPatience(TimeSpan First, TimeSpan Longest)
{
    public static readonly CommitPatience Default = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
}

/// <summary>
/// Commits an event, and the same event again for as long as the store is away: the loop's thread waits here, so nothing else is
/// decided and nothing is sent. What cannot pass by waiting (a conflict, a lost leadership, a damaged file) is thrown on.
/// </summary>
internal sealed class PatientCommits(
    ILedgerStore ledger, VenueClock clock, LoopHealth health, CommitPatience patience, ILogger log) : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();

    /// <summary>Called by the loop while a commit waits, at least with every attempt.</summary>
    public Action<LedgerTrouble> Waiting { get; set; } = _ => { };

    /// <returns>Null when it succeeded at once and soon, as nearly always.</returns>
    /// <exception cref="LoopStoppedException">The process is to end before the store takes it.</exception>
    public LateCommit? Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        if (!LedgerEffects.AnyIn(effects))
        {
            // Nothing is written, so nothing is known of the store.
            return null;
        }

        DateTimeOffset since = clock.Time.GetUtcNow();
        TimeSpan started = clock.Elapsed;
        health.Committing();
        try
        {
            CommitAsLeader(at, sequence, effects);
        }
        catch (LedgerUnavailableException away) when (away.Fault.MayPass())
        {
            int attempts = RepeatUntilTaken(at, sequence, effects, since, ref away);
            return new LateCommit(since, clock.Time.GetUtcNow(), clock.Elapsed - started, attempts, away.Message);
        }

        health.Committed();
        TimeSpan took = clock.Elapsed - started;
        return took <= ExecutionOptions.LongestHandOver
            ? null
            : new LateCommit(since, clock.Time.GetUtcNow(), took, 0, FormattableString.Invariant($"one write took {took.TotalSeconds:0.#} s"));
    }

    /// <summary>No more attempts.</summary>
    public void Stop() => _stop.Set();

    public void Dispose() => _stop.Dispose();

    /// <returns>How many attempts failed.</returns>
    private int RepeatUntilTaken(
        DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects, DateTimeOffset since, ref LedgerUnavailableException away)
    {
        TimeSpan pause = patience.First;
        for (int attempts = 1; ; attempts++)
        {
            Tell(new LedgerTrouble(away.Fault, away.Place, away.Message, since, attempts));
            if (_stop.Wait(pause))
            {
                throw new LoopStoppedException(sequence, away.Message);
            }

            pause = pause * 2 < patience.Longest ? pause * 2 : patience.Longest;
            try
            {
                CommitAsLeader(at, sequence, effects);
                health.Committed();
                return attempts;
            }
            catch (LedgerUnavailableException again) when (again.Fault.MayPass())
            {
                away = again;
            }
        }
    }

    /// <summary>
    /// A process that slept in the middle may have been overtaken since its commit; the same commit again writes nothing and asks who
    /// leads, before anything is sent.
    /// </summary>
    private void CommitAsLeader(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        ledger.Commit(at, sequence, effects);
        if (!health.Leads)
        {
            ledger.Commit(at, sequence, effects);
        }
    }

    private void Tell(LedgerTrouble trouble)
    {
        health.NotCommitted(trouble);
        if (trouble.Attempts == 1)
        {
            log.AlertCritical("ledger_failed", trouble.Text.English);
        }

        Waiting(trouble);
    }
}

/// <summary>The process ends while the ledger takes no writes: the waiting event is in no ledger and nothing of it was sent.</summary>
public sealed class LoopStoppedException(long sequence, string cause)
    : Exception($"ended while event {sequence} waited for the ledger; nothing of it was kept or sent, the next start asks the venues. {cause}");
