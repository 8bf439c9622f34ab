using System.Text.Json;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>One <c>markPriceUpdate</c>: mark price, announced funding rate and the instant at which that is paid.</summary>
internal ref struct BinanceMarkFrame
{
    private const int SymbolField = 0;
    private const int PriceField = 1;
    private const int RateField = 2;
    private const int TimeField = 3;

    /// <summary>The venue's symbol, in the message's own bytes.</summary>
    public ReadOnlySpan<byte> Symbol { get; private set; }

    public decimal MarkPrice { get; private set; }

    /// <summary><c>r</c>: fraction per settlement, positive: longs pay; null where there is no funding.</summary>
    public decimal? FundingRate { get; private set; }

    /// <summary><c>T</c>, Unix milliseconds; 0 where there is no funding.</summary>
    public long NextFundingTime { get; private set; }

    /// <exception cref="JsonException">Symbol or price are missing, or a number is not one.</exception>
    /// <exception cref="FormatException">A field comes twice.</exception>
    public static BinanceMarkFrame Read(ReadOnlySpan<byte> message)
    {
        var frame = default(BinanceMarkFrame);
        var reader = new Utf8JsonReader(message);
        var seen = default(FieldsSeen);
        BinanceFrames.EnterData(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("s"u8))
            {
                seen.Once(SymbolField);
                BinanceFrames.EnterText(ref reader);
                frame.Symbol = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("p"u8))
            {
                seen.Once(PriceField);
                frame.MarkPrice = BinanceFrames.ReadDecimal(ref reader) ?? 0m;
            }
            else if (reader.ValueTextEquals("r"u8))
            {
                seen.Once(RateField);
                frame.FundingRate = BinanceFrames.ReadDecimal(ref reader);
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                seen.Once(TimeField);
                frame.NextFundingTime = BinanceFrames.ReadLong(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        BinanceFrames.ReadToEnd(ref reader);
        return !frame.Symbol.IsEmpty && frame.MarkPrice > 0m && frame.NextFundingTime is >= 0 and <= BinanceReports.MaxMilliseconds
            ? frame
            : throw new JsonException("a mark price update without s, p or a time");
    }
}
