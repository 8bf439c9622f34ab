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

    private BinanceSnapshot()
    {
    }

    public long LastUpdateId { get; private set; }

    /// <summary><c>T</c>, Unix milliseconds; 0 when the answer has none.</summary>
    public long TransactionTime { get; private set; }

    /// <exception cref="JsonException">It is not a snapshot.</exception>
    /// <exception cref="FormatException">A level is not a price and a quantity, or a field comes twice.</exception>
    public static BinanceSnapshot Read(ReadOnlySpan<byte> body, int priceScale, int quantityScale)
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
                ReadSide(ref reader, snapshot._bids, priceScale, quantityScale);
            }
            else if (reader.ValueTextEquals("asks"u8))
            {
                seen.Once(AsksField);
                ReadSide(ref reader, snapshot._asks, priceScale, quantityScale);
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

        book.EndSnapshot(LastUpdateId, BinanceReports.ToTime(TransactionTime));
    }

    private static void ReadSide(ref Utf8JsonReader reader, List<(long Price, long Quantity)> levels, int priceScale, int quantityScale)
    {
        BinanceFrames.EnterArray(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (BinanceLevels.Read(ref reader, priceScale, quantityScale, out long price, out long quantity))
            {
                levels.Add((price, quantity));
            }
        }

        BinanceFrames.LeaveArray(reader);
    }
}
