using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>The answer of <c>GET /fapi/v1/depth</c>, checked as a whole before it touches a book.</summary>
internal sealed class BinanceSnapshot
{
    private const int IdField = 0;
    private const int TimeField = 1;
    private const int BidsField = 2;
    private const int AsksField = 3;

    private readonly List<(long Price, long Quantity)> _bids = [];
    private readonly List<(long Price, long Quantity)> _asks = [];

    private bool _bidsEndEarly;
    private bool _asksEndEarly;

    private BinanceSnapshot()
    {
    }

    public long LastUpdateId { get; private set; }

    /// <summary><c>T</c>, Unix milliseconds; 0 when the answer has none.</summary>
    public long TransactionTime { get; private set; }

    /// <param name="limit">Levels a side that were asked for: a side that has as many goes on beyond them (rule B9).</param>
    /// <exception cref="JsonException">It is not a snapshot.</exception>
    /// <exception cref="FormatException">A level is not a price and a quantity, or a field comes twice.</exception>
    public static BinanceSnapshot Read(ReadOnlySpan<byte> body, int priceScale, int quantityScale, int limit = int.MaxValue)
    {
        var snapshot = new BinanceSnapshot();
        var reader = new Utf8JsonReader(body);
        var seen = default(FieldsSeen);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("lastUpdateId"u8))
            {
                seen.Once(IdField);
                snapshot.LastUpdateId = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                seen.Once(TimeField);
                snapshot.TransactionTime = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("bids"u8))
            {
                seen.Once(BidsField);
                snapshot._bidsEndEarly = ReadSide(ref reader, snapshot._bids, priceScale, quantityScale) >= limit;
            }
            else if (reader.ValueTextEquals("asks"u8))
            {
                seen.Once(AsksField);
                snapshot._asksEndEarly = ReadSide(ref reader, snapshot._asks, priceScale, quantityScale) >= limit;
            }
            else
            {
                reader.Skip();
            }
        }

        BinanceFrames.ReadToEnd(ref reader);
        return seen.Has(BidsField) && seen.Has(AsksField)
            && snapshot.LastUpdateId > 0 && snapshot.TransactionTime is >= 0 and <= BinanceReports.MaxMilliseconds
            ? snapshot
            : throw new JsonException("a snapshot without lastUpdateId, bids or asks, or with a time that is none");
    }

    public void ApplyTo(OrderBook book)
    {
        book.BeginSnapshot();
        foreach ((long price, long quantity) in _bids)
        {
            book.Set(Side.Buy, price, quantity);
        }

        foreach ((long price, long quantity) in _asks)
        {
            book.Set(Side.Sell, price, quantity);
        }

        book.KnowsOnly(
            _bidsEndEarly && _bids.Count > 0 ? _bids.Min(l => l.Price) : long.MinValue,
            _asksEndEarly && _asks.Count > 0 ? _asks.Max(l => l.Price) : long.MaxValue);
        book.EndSnapshot(LastUpdateId, BinanceReports.ToTime(TransactionTime));
    }

    /// <returns>How many levels there were, those included that cannot be shown.</returns>
    private static int ReadSide(ref Utf8JsonReader reader, List<(long Price, long Quantity)> levels, int priceScale, int quantityScale)
    {
        int count = 0;
        BinanceFrames.EnterArray(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            count++;
            if (BinanceLevels.Read(ref reader, priceScale, quantityScale, out long price, out long quantity))
            {
                levels.Add((price, quantity));
            }
        }

        BinanceFrames.LeaveArray(reader);
        return count;
    }
}
