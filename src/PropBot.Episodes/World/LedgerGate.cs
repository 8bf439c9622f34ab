using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Ledger;

namespace PropBot.Episodes.World;

/// <summary>The way to the ledger, which may be shut for a while: disk full, server gone.</summary>
/// <param name="open">Opens the ledger for a process; what an earlier one wrote is in it.</param>
internal sealed class LedgerGate(Func<ILedgerStore> open)
{
    private ILedgerStore? _store;

    public bool IsShut { get; set; }

    /// <summary>The next commit that fails is written all the same: the server died between writing and answering.</summary>
    public bool KeepsNext { get; set; }

    /// <summary>The event whose commit failed and was written all the same; 0 before the first one of a process.</summary>
    public long KeptSequence { get; private set; }

    /// <summary>As the present process has it open.</summary>
    public ILedgerStore Store => _store ?? throw new InvalidOperationException("no process has opened the ledger yet");

    /// <exception cref="LedgerUnavailableException">It is shut.</exception>
    public RecoveredState Load()
    {
        ThrowIfShut();
        KeptSequence = 0;
        _store = open();
        return _store.Load();
    }

    /// <exception cref="LedgerUnavailableException">It is shut, and there is something to write.</exception>
    public void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        if (IsShut && HasAnything(effects))
        {
            if (KeepsNext)
            {
                KeepsNext = false;
                KeptSequence = sequence;
                Store.Commit(at, sequence, effects);
            }

            ThrowIfShut();
        }

        Store.Commit(at, sequence, effects);
    }

    private static bool HasAnything(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is LedgerEffect)
            {
                return true;
            }
        }

        return false;
    }

    private void ThrowIfShut()
    {
        if (IsShut)
        {
            throw new LedgerUnavailableException(LedgerFault.ServerGone, "of the episode", "it is away", "Wait until it is back");
        }
    }
}
