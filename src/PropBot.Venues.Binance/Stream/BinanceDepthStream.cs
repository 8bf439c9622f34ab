using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance.Stream;

/// <summary>The books of all instruments over one connection.</summary>
internal sealed class BinanceDepthStream : IStreamHandler, IDisposable
{
    public const string Part = "books";

    public const int SnapshotLevels = 1_000;

    private const int SnapshotWeight = 20;

    /// <summary>A book that held this long does not pay for the breaks before.</summary>
    private static readonly TimeSpan HeldLongEnough = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<string> _names;
    private readonly Uri _address;
    private readonly TimeSpan _silenceLimit;
    private readonly BinanceRest _rest;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly LinkState _link;
    private readonly Wanted[] _wanted;
    private BinanceSubscriptions _subscriptions;

    public BinanceDepthStream(
        VenueOptions options,
        IReadOnlyList<Instrument> instruments,
        IVenueSink sink,
        BinanceRest rest,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        LinkState link)
    {
        _names = BinanceSubscriptions.NamesOf(instruments, "depth@100ms");
        _address = BinanceStreamAddresses.Public(options.PublicStreamAddress, _names);
        _silenceLimit = options.SilenceLimit;
        _subscriptions = new BinanceSubscriptions(_names, clock);
        _rest = rest;
        _clock = clock;
        _counters = counters;
        _log = log;
        _link = link;
        _wanted = [.. instruments.Select(i => new Wanted(new BinanceBook(i, sink.DepthOf(i)), new ResyncBudget(clock)))];
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _subscriptions = new BinanceSubscriptions(_names, _clock);
        return new(_address);
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        Task synced = Task.WhenAll(_wanted.Select((wanted, index) => KeepSyncedAsync(wanted, index, connectionEnded)));
        await sender.SendAsync(BinanceSubscriptions.Question, connectionEnded);
        await _subscriptions.WaitAsync(_silenceLimit, connectionEnded);
        await _link.PartUpAsync(Part, connectionEnded);
        await synced;
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        Handle(message.Span, receivedElapsed);
        return default;
    }

    public bool IsMarketData(ReadOnlySpan<byte> message) => BinanceFrames.KindOf(message) == BinanceFrameKind.Depth;

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (Wanted wanted in _wanted)
        {
            wanted.Book.Lose(_clock.Elapsed);
        }

        await _link.PartLostAsync(Part, reason, cancellationToken);
    }

    public void Dispose()
    {
        foreach (Wanted wanted in _wanted)
        {
            wanted.Dispose();
        }
    }

    private void Handle(ReadOnlySpan<byte> message, TimeSpan received)
    {
        if (BinanceFrames.KindOf(message) != BinanceFrameKind.Depth)
        {
            // The answer to our heartbeat: the connection lives, the books are as they were.
            _subscriptions.Read(message);
            foreach (Wanted wanted in _wanted)
            {
                Judge(wanted, wanted.Book.Refresh(received), message);
            }

            return;
        }

        BinanceDepthFrame frame = BinanceDepthFrame.Read(message);
        foreach (Wanted wanted in _wanted)
        {
            if (frame.Symbol.SequenceEqual(wanted.Book.WireSymbol))
            {
                Judge(wanted, wanted.Book.Apply(frame, message, received), message);
                return;
            }
        }
    }

    private void Judge(Wanted wanted, BinanceBookResult result, ReadOnlySpan<byte> message)
    {
        switch (result)
        {
            case BinanceBookResult.Gap:
                _counters.CountBookGap();
                wanted.AskForSnapshot();
                break;
            case BinanceBookResult.Malformed:
                _counters.CountBookGap();
                _counters.Malformed.Record(message, "depth levels");
                wanted.AskForSnapshot();
                break;
            case BinanceBookResult.Suspect:
                Instrument instrument = wanted.Book.Instrument;
                _log.Warning(instrument.Id.Venue, $"the book of {instrument.NativeSymbol} cannot be: crossed for too long, empty, or beyond its snapshot");
                wanted.AskForSnapshot();
                break;
        }
    }

    /// <summary>Takes a snapshot at the beginning and after every gap, with growing pauses while the chain does not hold.</summary>
    private async Task KeepSyncedAsync(Wanted wanted, int index, CancellationToken connectionEnded)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), index);
        TimeSpan? askedAt = null;
        wanted.AskForSnapshot();
        while (true)
        {
            await wanted.WaitAsync(connectionEnded);
            if (askedAt is { } last)
            {
                if (_clock.Elapsed - last > HeldLongEnough)
                {
                    backoff.Reset();
                }

                await Task.Delay(backoff.Next(), _clock.Time, connectionEnded);
            }

            await WaitForBudgetAsync(wanted, connectionEnded);
            askedAt = _clock.Elapsed;
            if (!await TrySnapshotAsync(wanted, connectionEnded))
            {
                wanted.AskForSnapshot();
            }
        }
    }

    private async Task WaitForBudgetAsync(Wanted wanted, CancellationToken connectionEnded)
    {
        TimeSpan wait = wanted.Budget.Wait();
        if (wait > TimeSpan.Zero)
        {
            Instrument instrument = wanted.Book.Instrument;
            _log.Warning(
                instrument.Id.Venue,
                $"the book of {instrument.NativeSymbol} breaks again and again: the next snapshot in {wait.TotalSeconds:0} s");
            await Task.Delay(wait, _clock.Time, connectionEnded);
        }
    }

    private async Task<bool> TrySnapshotAsync(Wanted wanted, CancellationToken connectionEnded)
    {
        BinanceBook book = wanted.Book;
        Instrument instrument = book.Instrument;
        BinanceReply<byte[]> reply = await _rest.GetBytesAsync(
            "/fapi/v1/depth",
            new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("limit", SnapshotLevels),
            SnapshotWeight,
            connectionEnded);
        if (reply is not BinanceReply<byte[]>.Ok { Value: var body })
        {
            _log.Warning(instrument.Id.Venue, $"no snapshot of {instrument.NativeSymbol}: {reply.Failure}");
            return false;
        }

        try
        {
            BinanceSnapshot snapshot = BinanceSnapshot.Read(body, book.PriceScale, book.QuantityScale, SnapshotLevels);
            wanted.Budget.Count();
            _counters.CountBookSnapshot();
            return book.TakeSnapshot(snapshot, _clock.Elapsed) == BinanceBookResult.Applied;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            _counters.Malformed.Record(body, $"snapshot of {instrument.NativeSymbol}: {e.Message}");
            return false;
        }
    }

    /// <summary>A book and the wish for a snapshot of it; wishing twice is wishing once.</summary>
    private sealed class Wanted(BinanceBook book, ResyncBudget budget) : IDisposable
    {
        private readonly Signal _wish = new();

        public BinanceBook Book { get; } = book;

        public ResyncBudget Budget { get; } = budget;

        public void AskForSnapshot() => _wish.Set();

        public Task WaitAsync(CancellationToken cancellationToken) => _wish.WaitAsync(cancellationToken);

        public void Dispose() => _wish.Dispose();
    }
}
