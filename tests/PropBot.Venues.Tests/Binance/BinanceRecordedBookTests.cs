using System.Globalization;
using System.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Books rebuilt from what the venue really sent.</summary>
public sealed class BinanceRecordedBookTests
{
    /// <summary>
    /// Goal: five minutes of BTCUSDT as recorded, with its snapshot among the messages, make one unbroken book, and whenever the
    /// venue's own best bid and ask speak of the same update the book shows the same prices and quantities.
    /// </summary>
    [Fact]
    public void Hftbacktest_WholeFile_IsOneChainThatEqualsTheBookTicker()
    {
        (BinanceBook book, DepthSlot slot) = BinanceSamples.Book(BinanceSamples.Bitcoin);
        var view = new DepthView(BinanceSamples.Bitcoin);
        var tickers = new List<Ticker>();
        var touches = new List<Ticker>();
        int applied = 0, kept = 0, compared = 0;
        foreach (string line in SharedData.ReadLines("hftbacktest-binance-raw/usdm_btcusdt_20240808.gz"))
        {
            byte[] message = Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (message.AsSpan().StartsWith("{\"lastUpdateId\""u8))
            {
                Assert.Equal(BinanceBookResult.Applied, book.TakeSnapshot(BinanceSnapshot.Read(message, 1, 3), TimeSpan.Zero));
            }
            else if (line.Contains("@bookTicker", StringComparison.Ordinal))
            {
                tickers.Add(Ticker.Read(message));
            }
            else if (BinanceFrames.KindOf(message) == BinanceFrameKind.Depth)
            {
                BinanceBookResult result = BinanceSamples.Apply(book, message);
                Assert.NotEqual(BinanceBookResult.Gap, result);
                Assert.NotEqual(BinanceBookResult.Malformed, result);
                kept += result == BinanceBookResult.Buffered ? 1 : 0;
                if (result == BinanceBookResult.Applied)
                {
                    applied++;
                    Assert.True(slot.TryRead(view));
                    Assert.Equal(BookTrust.Synced, view.Trust);
                    touches.Add(Ticker.Of(view));
                }
            }
        }

        // The file's 6,551 depth messages: some came before the snapshot, all others apply.
        Assert.InRange(kept, 1, 20);
        Assert.Equal(6_551, kept + applied);

        // The venue tells every change of its touch with the update that made it, so the last one at or before an update of the
        // book has to be the book's touch.
        tickers.Sort((x, y) => x.UpdateId.CompareTo(y.UpdateId));
        int next = 0;
        foreach (Ticker touch in touches.Where(t => t.UpdateId <= tickers[^1].UpdateId))
        {
            while (next < tickers.Count && tickers[next].UpdateId <= touch.UpdateId)
            {
                next++;
            }

            Assert.Equal(tickers[next - 1] with { UpdateId = 0 }, touch with { UpdateId = 0 });
            compared++;
        }

        Assert.InRange(compared, 6_500, applied);
    }

    [Fact]
    public void Cryptofeed_FourSymbols_AllMessagesFollow()
    {
        BinanceExchangeInfo? info = null;
        var books = new Dictionary<string, (BinanceBook Book, DepthSlot Slot)>(StringComparer.Ordinal);
        int applied = 0;
        foreach (string line in SharedData.ReadLines("cryptofeed-captures/BINANCE_FUTURES.jsonl.gz"))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            string type = entry.RootElement.GetProperty("t").GetString()!;
            if (type == "http")
            {
                string url = entry.RootElement.GetProperty("url").GetString()!;
                string data = entry.RootElement.GetProperty("data").GetString()!;
                if (url.EndsWith("/exchangeInfo", StringComparison.Ordinal))
                {
                    info = BinanceSamples.Read(data, BinanceJson.Default.BinanceExchangeInfo);
                    foreach (string symbol in new[] { "SUSHIUSDT", "AKROUSDT", "KEEPUSDT", "CTKUSDT" })
                    {
                        Symbol parsed = Symbol.Parse(symbol);
                        Instrument instrument = BinanceListings.ToInstrument(
                            VenueId.BinanceUm, parsed, BinanceListings.Find(info, parsed)!, BinanceSamples.Fees, []);
                        books.Add(symbol, BinanceSamples.Book(instrument));
                    }
                }
                else if (url.Contains("/depth?", StringComparison.Ordinal))
                {
                    (BinanceBook book, _) = books[url.Split("symbol=")[1].Split('&')[0]];
                    book.TakeSnapshot(BinanceSnapshot.Read(Encoding.UTF8.GetBytes(data), book.PriceScale, book.QuantityScale), TimeSpan.Zero);
                }
            }
            else if (type == "recv")
            {
                byte[] message = Encoding.UTF8.GetBytes(entry.RootElement.GetProperty("data").GetString()!);
                if (BinanceFrames.KindOf(message) == BinanceFrameKind.Depth)
                {
                    BinanceDepthFrame frame = BinanceDepthFrame.Read(message);
                    BinanceBookResult result = books[Encoding.UTF8.GetString(frame.Symbol)].Book.Apply(frame, message, TimeSpan.Zero);
                    Assert.True(result is BinanceBookResult.Applied or BinanceBookResult.Dropped or BinanceBookResult.Buffered, $"{result}");
                    applied += result == BinanceBookResult.Applied ? 1 : 0;
                }
            }
        }

        Assert.InRange(applied, 500, 764);
        Assert.All(books.Values, b => Assert.Equal(BookTrust.Synced, BinanceSamples.View(b.Slot).Trust));
    }

    private sealed record Ticker(long UpdateId, decimal Bid, decimal BidQuantity, decimal Ask, decimal AskQuantity)
    {
        public static Ticker Read(byte[] message)
        {
            using JsonDocument document = JsonDocument.Parse(message);
            JsonElement data = document.RootElement.GetProperty("data");
            return new Ticker(data.GetProperty("u").GetInt64(), Number(data, "b"), Number(data, "B"), Number(data, "a"), Number(data, "A"));
        }

        public static Ticker Of(DepthView view) => new(
            view.UpdateId,
            view.BestBid.Value,
            ScaledNumber.ToDecimal(view.BidQuantities[0], view.QuantityScale),
            view.BestAsk.Value,
            ScaledNumber.ToDecimal(view.AskQuantities[0], view.QuantityScale));

        private static decimal Number(JsonElement data, string name) =>
            decimal.Parse(data.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }
}
