using System.Text.Json;
using BenchmarkDotNet.Attributes;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Benchmarks;

/// <summary>
/// One recorded book message from its bytes to the updated book and the engine's copy of its top, with the venue's continuity rule and,
/// at OKX, its checksum, against the source-generated deserialisation of the same bytes, which has no book yet.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class BytesToBook
{
    private const int BinanceMessages = 1_001;

    private List<byte[]> _binance = [];
    private List<byte[]> _okx = [];
    private List<byte[]> _bybit = [];
    private BinanceSnapshot _snapshot = BinanceSnapshot.Read("""{"lastUpdateId":1,"bids":[],"asks":[]}"""u8, 1, 3);
    private OkxBook? _okxBook;
    private DepthSlot _okxSlot = Slot(BenchInstruments.Okx);
    private BybitBook _bybitBook = new(BenchInstruments.Bybit);
    private DepthSlot _bybitSlot = Slot(BenchInstruments.Bybit);

    [Params("Binance", "OKX", "Bybit")]
    public string Venue { get; set; } = "";

    /// <summary>Messages of one run over the recording, the snapshot apart from Binance's among them.</summary>
    internal List<byte[]> Messages => Venue switch
    {
        "Binance" => _binance,
        "OKX" => _okx,
        _ => _bybit,
    };

    [GlobalSetup]
    public void Setup()
    {
        _binance = RecordedMessages.Binance(BinanceMessages);
        byte[] snapshot = _binance.Single(message => message.AsSpan().StartsWith("{\"lastUpdateId\""u8));
        _snapshot = BinanceSnapshot.Read(snapshot, 1, 3);
        _binance.RemoveAll(message => message == snapshot || BinanceDepthFrame.Read(message).FinalUpdateId < _snapshot.LastUpdateId);
        _okx = RecordedMessages.Okx();
        _bybit = RecordedMessages.Bybit();

        // One contract counts as a coin: the recorded contract is inverse, and a book does not care.
        OkxListing listing = OkxListing.Read(
            new OkxInstrument
            {
                InstId = "BTC-USDT-SWAP",
                InstType = "SWAP",
                CtType = "linear",
                CtVal = "1",
                CtValCcy = "BTC",
                SettleCcy = "USDT",
                LotSz = "1",
                MinSz = "1",
                TickSz = "0.1",
                State = "live",
            },
            Symbol.Parse("BTCUSDT"),
            BenchInstruments.Okx.Fees,
            TimeSpan.FromHours(8));
        _okxBook = new OkxBook(listing);
        _okxSlot = Slot(listing.Instrument);
        _bybitBook = new BybitBook(BenchInstruments.Bybit);
        _bybitSlot = Slot(BenchInstruments.Bybit);
        if (BytesToEngine() != Messages.Count)
        {
            throw new InvalidOperationException($"the recording of {Venue} has messages that do not follow");
        }
    }

    /// <returns>Messages read, so that nothing is left out as useless.</returns>
    [Benchmark(Baseline = true, Description = "System.Text.Json, source-generated, no book")]
    public int Deserialise()
    {
        int read = 0;
        foreach (byte[] message in Messages)
        {
            object? made = Venue switch
            {
                "Binance" => JsonSerializer.Deserialize(message, BookJson.Default.BinanceDepthMessage),
                "OKX" => JsonSerializer.Deserialize(message, BookJson.Default.OkxBookMessage),
                _ => JsonSerializer.Deserialize(message, BookJson.Default.BybitBookMessage),
            };
            read += made is null ? 0 : 1;
        }

        return read;
    }

    /// <returns>Messages that moved the book.</returns>
    [Benchmark(Description = "ours, bytes to book and engine")]
    public int BytesToEngine()
    {
        int applied = 0;
        switch (Venue)
        {
            case "Binance":
                // A book that has seen newer messages takes no older snapshot: each run has a new one, and its arrays are all that is allocated.
                BinanceBook book = new(BenchInstruments.Binance, Slot(BenchInstruments.Binance));
                book.TakeSnapshot(_snapshot, TimeSpan.Zero);
                foreach (byte[] message in _binance)
                {
                    applied += BinanceFrames.KindOf(message) == BinanceFrameKind.Depth
                        && book.Apply(BinanceDepthFrame.Read(message), message, TimeSpan.Zero) == BinanceBookResult.Applied
                        ? 1
                        : 0;
                }

                break;
            case "OKX":
                foreach (byte[] message in _okx)
                {
                    OkxPush push = OkxPush.Read(message);
                    applied += _okxBook!.Apply(push.Data, push.Action.SequenceEqual("snapshot"u8)) is OkxBookResult.Applied or OkxBookResult.Replaced ? 1 : 0;
                    _okxSlot.Write(_okxBook.Book, TimeSpan.Zero);
                }

                break;
            default:
                foreach (byte[] message in _bybit)
                {
                    BybitPush push = BybitPush.Read(message);
                    applied += !push.Topic.IsEmpty && _bybitBook.Apply(message) is BybitBookResult.Applied or BybitBookResult.Replaced ? 1 : 0;
                    _bybitSlot.Write(_bybitBook.Book, TimeSpan.Zero);
                }

                break;
        }

        return applied;
    }

    private static DepthSlot Slot(Instrument instrument) => new(instrument, static _ => { });
}
