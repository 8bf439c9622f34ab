using System.Collections;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The pairs that are not terminal, by number. A list: there are few, and walking it must not allocate.</summary>
internal sealed class ActivePairs : IEnumerable<PairState>
{
    private readonly List<PairState> _pairs = [];

    public int Count => _pairs.Count;

    public void Add(PairState pair)
    {
        int index = _pairs.Count;
        while (index > 0 && _pairs[index - 1].Record.Id.CompareTo(pair.Record.Id) > 0)
        {
            index--;
        }

        _pairs.Insert(index, pair);
    }

    public void Remove(PairState pair) => _pairs.Remove(pair);

    public bool Contains(PairState pair) => _pairs.Contains(pair);

    public PairState? Find(PairId id)
    {
        foreach (PairState pair in _pairs)
        {
            if (pair.Record.Id == id)
            {
                return pair;
            }
        }

        return null;
    }

    public List<PairState>.Enumerator GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator<PairState> IEnumerable<PairState>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
