using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// How long each pair was unequal, measured from outside, against what the desk says of it. A process that is not there counts: the pair
/// is naked all the same.
/// </summary>
internal sealed class NakedTime(LedgerProjection ledger)
{
    /// <summary>What the desk counts it may count a heartbeat later, and at another price.</summary>
    private const decimal LeastShare = 0.5m;

    private readonly Dictionary<PairId, (decimal Imbalance, DateTimeOffset Since)> _unequal = [];

    /// <summary>Base units times seconds, so far.</summary>
    private readonly Dictionary<PairId, decimal> _measured = [];

    public void OnCommitted(IEnumerable<PairId> changed, DateTimeOffset at)
    {
        foreach (PairId id in changed)
        {
            if (_unequal.Remove(id, out (decimal Imbalance, DateTimeOffset Since) before))
            {
                decimal seconds = (decimal)(at - before.Since).TotalSeconds;
                _measured[id] = _measured.GetValueOrDefault(id) + (Math.Abs(before.Imbalance) * seconds);
            }

            decimal imbalance = ledger.Pairs[id].Imbalance;
            if (imbalance != 0m)
            {
                _unequal[id] = (imbalance, at);
            }
        }
    }

    /// <exception cref="PromiseBrokenException">A pair was naked for longer than its record says.</exception>
    public void Check()
    {
        foreach ((PairId id, decimal measured) in _measured)
        {
            PairRecord pair = ledger.Pairs[id];
            decimal traded = pair.Long.BoughtQuantity + pair.Short.SoldQuantity;
            decimal price = traded > 0m ? (pair.Long.BoughtNotional + pair.Short.SoldNotional) / traded : 0m;
            Promise.Kept(
                pair.NakedNotionalSeconds >= measured * price * LeastShare, "naked_uncounted",
                $"{id} was unequal for {measured} {pair.Symbol.Base} x s at about {price}, its record has {pair.NakedNotionalSeconds}");
        }
    }
}
