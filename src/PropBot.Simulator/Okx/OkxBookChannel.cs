using PropBot.Simulation.Books;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Okx;

/// <summary>
/// The <c>books</c> channel of one instrument: 400 levels, a snapshot for each new subscriber and updates that chain by
/// sequence number, with a checksum. Source: OKX API v5 guide, "Order book channel", read 2026-11-22.
/// </summary>
internal sealed class OkxBookChannel(OkxContract contract)
{
    public const string Name = "books";
    public const int Depth = 400;

    private readonly DepthWindow _window = new(Depth);
    private readonly OkxArgument _argument = new() { Channel = Name, InstId = contract.InstId };
    private DateTimeOffset _time;
    private long _sequence = OkxSequence.None;
    private long _previousSequence = OkxSequence.None;

    /// <summary>Takes over the book as it is now.</summary>
    /// <returns>False when nothing changed within the channel's depth.</returns>
    public bool MoveTo(BookSnapshot book)
    {
        if (!_window.MoveTo(book) && _sequence != OkxSequence.None)
        {
            return false;
        }

        _previousSequence = _sequence;
        _sequence = OkxSequence.Of(book.UpdateId);
        _time = book.Time;
        return true;
    }

    /// <summary>The book is counted in other steps: what comes next is a snapshot.</summary>
    public void Restart()
    {
        _window.Clear();
        _sequence = OkxSequence.None;
    }

    /// <summary>The last move, for those who have the book from before it.</summary>
    public byte[] Update() => Message("update", _window.ChangedAsks, _window.ChangedBids, _previousSequence);

    /// <summary>The whole book as of the last move.</summary>
    public byte[] Snapshot() => Message("snapshot", _window.Asks, _window.Bids, OkxSequence.None);

    private byte[] Message(string action, IReadOnlyList<BookLevel> asks, IReadOnlyList<BookLevel> bids, long previous) => OkxText.Write(new
    {
        arg = _argument,
        action,
        data = new[]
        {
            new
            {
                asks = OkxMarketStatements.Levels(contract, asks, int.MaxValue),
                bids = OkxMarketStatements.Levels(contract, bids, int.MaxValue),
                ts = OkxText.Millis(_time),
                checksum = OkxChecksum.Compute(Top(_window.Bids), Top(_window.Asks)),
                prevSeqId = previous,
                seqId = _sequence,
            },
        },
    });

    private List<(string Price, string Size)> Top(IReadOnlyList<BookLevel> levels)
    {
        var top = new List<(string Price, string Size)>(OkxChecksum.Depth);
        for (int i = 0; i < levels.Count && i < OkxChecksum.Depth; i++)
        {
            top.Add((contract.Price(levels[i]), contract.Size(levels[i])));
        }

        return top;
    }
}

/// <summary>The channels that push the whole top whenever it changed: <c>books5</c> and <c>bbo-tbt</c>.</summary>
internal sealed class OkxTopChannel(OkxContract contract, string name, int depth)
{
    private readonly DepthWindow _window = new(depth);
    private readonly OkxArgument _argument = new() { Channel = name, InstId = contract.InstId };
    private DateTimeOffset _time;
    private long _sequence;

    /// <returns>False when the top is as it was.</returns>
    public bool MoveTo(BookSnapshot book)
    {
        if (!_window.MoveTo(book))
        {
            return false;
        }

        _time = book.Time;
        _sequence = OkxSequence.Of(book.UpdateId);
        return true;
    }

    /// <summary>The book is counted in other steps.</summary>
    public void Restart() => _window.Clear();

    public byte[] Message() => OkxText.Write(new
    {
        arg = _argument,
        data = new[]
        {
            new
            {
                asks = OkxMarketStatements.Levels(contract, _window.Asks, depth),
                bids = OkxMarketStatements.Levels(contract, _window.Bids, depth),
                instId = contract.InstId,
                ts = OkxText.Millis(_time),
                seqId = _sequence,
            },
        },
    });
}
