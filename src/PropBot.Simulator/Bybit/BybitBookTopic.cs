using PropBot.Simulation.Books;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// One depth of one instrument's book. Its update number rises by one with each message; a process that starts begins at one,
/// as the venue does after a restart. Depth 1 is told as snapshots only. Source: Bybit API v5 docs, "Orderbook" (public stream),
/// read 2026-11-22.
/// </summary>
internal sealed class BybitBookTopic(BybitContract contract, int depth)
{
    public static readonly IReadOnlyList<int> Depths = [1, 50, 200, 500, 1_000];

    private readonly DepthWindow _window = new(depth);

    public string Name { get; } = $"orderbook.{depth}.{contract.Name}";

    public int Depth => depth;

    public long UpdateNumber { get; private set; }

    /// <summary>The matching's number of the book: comparable between depths.</summary>
    public long Sequence { get; private set; }

    public DateTimeOffset Time { get; private set; }

    /// <returns>False when nothing changed within the depth.</returns>
    public bool MoveTo(BookSnapshot book)
    {
        if (!_window.MoveTo(book) && UpdateNumber > 0)
        {
            return false;
        }

        UpdateNumber++;
        Sequence = book.UpdateId;
        Time = book.Time;
        return true;
    }

    /// <summary>The book is counted in other steps: what comes next is a snapshot, and its number begins at one again.</summary>
    public void Restart()
    {
        _window.Clear();
        UpdateNumber = 0;
    }

    /// <summary>The last move, for those who have the book from before it.</summary>
    public byte[] Update(DateTimeOffset now) =>
        depth == 1 || UpdateNumber == 1 ? Snapshot(now) : Message("delta", _window.ChangedBids, _window.ChangedAsks, now);

    public byte[] Snapshot(DateTimeOffset now) => Message("snapshot", _window.Bids, _window.Asks, now);

    public string[][] Bids(int levels) => BybitMarketStatements.Levels(contract, _window.Bids, levels);

    public string[][] Asks(int levels) => BybitMarketStatements.Levels(contract, _window.Asks, levels);

    private byte[] Message(string type, IReadOnlyList<BookLevel> bids, IReadOnlyList<BookLevel> asks, DateTimeOffset now) => BybitText.Write(new
    {
        topic = Name,
        type,
        ts = now.ToUnixTimeMilliseconds(),
        data = new
        {
            s = contract.Name,
            b = BybitMarketStatements.Levels(contract, bids),
            a = BybitMarketStatements.Levels(contract, asks),
            u = UpdateNumber,
            seq = Sequence,
        },
        cts = Time.ToUnixTimeMilliseconds(),
    });
}
