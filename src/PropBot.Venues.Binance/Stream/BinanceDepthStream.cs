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

    private const int SnapshotLevels = 1_000;
    private const int SnapshotWeight = 20;

    /// <summary>A book that held this long does not pay for the breaks before.</summary>
    private static readonly TimeSpan HeldLongEnough = TimeSpan.FromMinutes(1);

    private readonly Uri _address;
    private readonly BinanceRest _rest;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly LinkState _link;
    private readonly Wanted[] _wanted;

    public BinanceDepthStream(
        Uri address,
        IReadOnlyList<Instrument> instruments,
        IVenueSink sink,
        BinanceRest rest,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        LinkState link)
    {
        _address = address;
        _rest = rest;
        _clock = clock;
        _counters = counters;
        _log = log;
        _link = link;
        _wanted = [.. instruments.Select(i => new Wanted(new BinanceBook(i, sink.DepthOf(i))))];
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(_address);

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        await _link.PartUpAsync(Part, connectionEnded);
        await Task.WhenAll(_wanted.Select((wanted, index) => KeepSyncedAsync(wanted, index, connectionEnded)));
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        Handle(message.Span, receivedElapsed);
        return default;
    }

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
            foreach (Wanted wanted in _wanted)
            {
                wanted.Book.Refresh(received);
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
        if (result is BinanceBookResult.Gap or BinanceBookResult.Malformed)
        {
            _counters.CountBookGap();
            if (result == BinanceBookResult.Malformed)
            {
                _counters.Malformed.Record(message, "depth levels");
            }

            wanted.AskForSnapshot();
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

            askedAt = _clock.Elapsed;
            if (!await TrySnapshotAsync(wanted.Book, connectionEnded))
            {
                wanted.AskForSnapshot();
            }
        }
    }

    private async Task<bool> TrySnapshotAsync(BinanceBook book, CancellationToken connectionEnded)
    {
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
            BinanceSnapshot snapshot = BinanceSnapshot.Read(body, book.PriceScale, book.QuantityScale);
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
    private sealed class Wanted(BinanceBook book) : IDisposable
    {
        private readonly Signal _wish = new();

        public BinanceBook Book { get; } = book;

        public void AskForSnapshot() => _wish.Set();

        public Task WaitAsync(CancellationToken cancellationToken) => _wish.WaitAsync(cancellationToken);

        public void Dispose() => _wish.Dispose();
    }
}
