using Microsoft.Extensions.Logging;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>
/// Whether the ledger takes writes, also while there is nothing to write: a desk that waits for hours must not learn of a full disk with
/// its first order. Looked at by the loop, on the loop's thread, as a commit is.
/// </summary>
internal sealed class LedgerProof(ILedgerStore ledger, VenueClock clock, LoopHealth health, ILogger log)
{
    /// <summary>A write younger than this is proof enough; real time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private TimeSpan _triedElapsed;
    private LedgerTrouble? _trouble;

    /// <summary>Why the last attempt failed; null while the ledger takes writes, as far as is known.</summary>
    public LedgerTrouble? Trouble => _trouble;

    /// <summary>Writes when nothing was written for <see cref="Interval"/>. What cannot pass by waiting is thrown on, as by a commit.</summary>
    public void Look()
    {
        TimeSpan now = clock.Elapsed;
        TimeSpan? proven = health.ProvenElapsed;
        if (_trouble is { } over && proven >= _triedElapsed)
        {
            _trouble = null;
            log.AlertInfo("ledger_restored", $"The ledger {over.Place} takes writes again.");
        }

        if (now - _triedElapsed < Interval || now - proven < Interval)
        {
            return;
        }

        _triedElapsed = now;
        health.Committing();
        try
        {
            ledger.Prove();
            health.Committed();
        }
        catch (LedgerUnavailableException away) when (away.Fault.MayPass())
        {
            Tell(away);
        }
    }

    private void Tell(LedgerUnavailableException away)
    {
        bool isFirst = _trouble is null;
        _trouble = new LedgerTrouble(away.Fault, away.Place, away.Message, _trouble?.Since ?? clock.MarketNow, (_trouble?.Attempts ?? 0) + 1);
        health.NotCommitted(_trouble);
        if (isFirst)
        {
            log.AlertCritical("ledger_failed", _trouble.Text.English);
        }
    }
}
