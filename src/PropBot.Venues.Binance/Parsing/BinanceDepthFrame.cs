using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>
/// One <c>depthUpdate</c> in its bytes, raw or inside <c>{"stream":...,"data":...}</c>. The ids are read first, the levels go
/// straight into the book once the ids allow it. Allocates nothing.
/// </summary>
internal ref struct BinanceDepthFrame
{
    private const int SymbolField = 0;
    private const int FirstIdField = 1;
    private const int FinalIdField = 2;
    private const int PreviousIdField = 3;
    private const int TimeField = 4;
    private const int BidsField = 5;
    private const int AsksField = 6;

    private readonly ReadOnlySpan<byte> _message;
    private Utf8JsonReader _levels;
    private bool _levelsPassed;

    private BinanceDepthFrame(ReadOnlySpan<byte> message)
    {
        _message = message;
    }

    /// <summary>The venue's symbol, in the message's own bytes.</summary>
    public ReadOnlySpan<byte> Symbol { get; private set; }

    /// <summary><c>U</c></summary>
    public long FirstUpdateId { get; private set; }

    /// <summary><c>u</c></summary>
    public long FinalUpdateId { get; private set; }

    /// <summary><c>pu</c>: the <c>u</c> of the message before.</summary>
    public long PreviousFinalUpdateId { get; private set; }

    /// <summary><c>T</c>, Unix milliseconds: when the matching engine made the change.</summary>
    public long TransactionTime { get; private set; }

    private readonly bool HasIds => !Symbol.IsEmpty && FirstUpdateId > 0 && FinalUpdateId > 0 && PreviousFinalUpdateId > 0
        && TransactionTime is > 0 and <= BinanceReports.MaxMilliseconds;

    /// <exception cref="JsonException">An id is missing.</exception>
    /// <exception cref="FormatException">An id comes twice.</exception>
    public static BinanceDepthFrame Read(ReadOnlySpan<byte> message)
    {
        var frame = new BinanceDepthFrame(message);
        frame.ReadIds();
        return frame;
    }

    /// <exception cref="FormatException">A level is not a price and a quantity, or a field comes twice; the book is half changed.</exception>
    /// <exception cref="JsonException">The message breaks off; the book is half changed.</exception>
    public void ApplyLevels(OrderBook book)
    {
        Utf8JsonReader reader = _levels;
        if (_levelsPassed)
        {
            reader = new Utf8JsonReader(_message);
            BinanceFrames.EnterData(ref reader);
        }

        // The reader stands on a property's name, or on the opening brace after a restart.
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Read();
        }

        var seen = default(FieldsSeen);
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            bool bids = reader.ValueTextEquals("b"u8);
            if (bids || reader.ValueTextEquals("a"u8))
            {
                seen.Once(bids ? BidsField : AsksField);
                BinanceFrames.EnterArray(ref reader);
                ReadSide(ref reader, book, bids ? Side.Buy : Side.Sell);
            }
            else if (!_levelsPassed && IsId(reader))
            {
                throw new FormatException("an id comes twice");
            }
            else
            {
                reader.Skip();
            }

            reader.Read();
        }

        BinanceFrames.ReadToEnd(ref reader);
        if (!seen.Has(BidsField) || !seen.Has(AsksField))
        {
            throw new FormatException("a depth update without b or a");
        }
    }

    private static bool IsId(scoped in Utf8JsonReader reader) => reader.ValueTextEquals("U"u8) || reader.ValueTextEquals("u"u8)
        || reader.ValueTextEquals("pu"u8) || reader.ValueTextEquals("T"u8) || reader.ValueTextEquals("s"u8);

    private void ReadIds()
    {
        var reader = new Utf8JsonReader(_message);
        var seen = default(FieldsSeen);
        BinanceFrames.EnterData(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("b"u8) || reader.ValueTextEquals("a"u8))
            {
                if (HasIds && !_levelsPassed)
                {
                    _levels = reader;
                    return;
                }

                _levelsPassed = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("U"u8))
            {
                seen.Once(FirstIdField);
                FirstUpdateId = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("u"u8))
            {
                seen.Once(FinalIdField);
                FinalUpdateId = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("pu"u8))
            {
                seen.Once(PreviousIdField);
                PreviousFinalUpdateId = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                seen.Once(TimeField);
                TransactionTime = BinanceFrames.ReadLong(ref reader);
            }
            else if (reader.ValueTextEquals("s"u8))
            {
                seen.Once(SymbolField);
                BinanceFrames.EnterText(ref reader);
                Symbol = reader.ValueSpan;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!HasIds)
        {
            throw new JsonException("a depth update without s, T, U, u or pu");
        }
    }

    private static void ReadSide(ref Utf8JsonReader reader, OrderBook book, Side side)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (BinanceLevels.Read(ref reader, book.PriceScale, book.QuantityScale, out long price, out long quantity))
            {
                book.Set(side, price, quantity);
            }
        }

        BinanceFrames.LeaveArray(reader);
    }
}
