using PropBot.Simulation.Books;

namespace PropBot.Simulator.MarketData;

/// <summary>
/// The best levels of a book as the subscribers of one depth know them. A change of the book becomes the levels in which the
/// window differs from before: a level that another one pushed out of the window is gone for its subscribers.
/// </summary>
internal sealed class DepthWindow(int depth)
{
    private readonly List<BookLevel> _bids = [];
    private readonly List<BookLevel> _asks = [];
    private readonly List<BookLevel> _changedBids = [];
    private readonly List<BookLevel> _changedAsks = [];

    public int Depth { get; } = depth;

    /// <summary>Best first.</summary>
    public IReadOnlyList<BookLevel> Bids => _bids;

    /// <summary>Best first.</summary>
    public IReadOnlyList<BookLevel> Asks => _asks;

    /// <summary>What the last <see cref="MoveTo"/> changed, best first; quantity zero: the level is gone.</summary>
    public IReadOnlyList<BookLevel> ChangedBids => _changedBids;

    /// <summary>As <see cref="ChangedBids"/>.</summary>
    public IReadOnlyList<BookLevel> ChangedAsks => _changedAsks;

    /// <summary>Forgets what the subscribers know: the book is counted in other steps from now on.</summary>
    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
        _changedBids.Clear();
        _changedAsks.Clear();
    }

    /// <returns>False when nothing within the window changed.</returns>
    public bool MoveTo(BookSnapshot book)
    {
        Compare(_bids, book.Bids, isBid: true, _changedBids);
        Compare(_asks, book.Asks, isBid: false, _changedAsks);
        Replace(_bids, book.Bids);
        Replace(_asks, book.Asks);
        return _changedBids.Count > 0 || _changedAsks.Count > 0;
    }

    private void Compare(List<BookLevel> before, IReadOnlyList<BookLevel> levels, bool isBid, List<BookLevel> changes)
    {
        changes.Clear();
        int count = Math.Min(levels.Count, Depth);
        int old = 0;
        int now = 0;
        while (old < before.Count || now < count)
        {
            if (now == count || (old < before.Count && IsBetter(before[old].Price, levels[now].Price, isBid)))
            {
                changes.Add(new BookLevel(before[old].Price, 0));
                old++;
            }
            else if (old == before.Count || IsBetter(levels[now].Price, before[old].Price, isBid))
            {
                changes.Add(levels[now]);
                now++;
            }
            else
            {
                if (before[old].Quantity != levels[now].Quantity)
                {
                    changes.Add(levels[now]);
                }

                old++;
                now++;
            }
        }
    }

    private void Replace(List<BookLevel> window, IReadOnlyList<BookLevel> levels)
    {
        window.Clear();
        int count = Math.Min(levels.Count, Depth);
        for (int i = 0; i < count; i++)
        {
            window.Add(levels[i]);
        }
    }

    private static bool IsBetter(long left, long right, bool isBid) => isBid ? left > right : left < right;
}
