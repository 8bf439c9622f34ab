using System.Buffers.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>
/// Mark price and funding of one instrument from the topic <c>tickers</c>: a snapshot has every field, a delta only those that
/// changed, the others keep their value (rule T1 in docs/venues/bybit-linear.md). Allocates nothing.
/// </summary>
internal sealed class BybitTicker(Instrument instrument)
{
    private decimal _markPrice;
    private decimal? _fundingRate;
    private long _nextFundingTime;
    private TimeSpan _fundingInterval = instrument.FundingInterval;

    public Instrument Instrument { get; } = instrument;

    public bool IsComplete => _markPrice > 0m && _fundingRate is not null && _nextFundingTime > 0;

    /// <summary>Only when <see cref="IsComplete"/>.</summary>
    public Price MarkPrice => new(_markPrice);

    /// <summary>Only when <see cref="IsComplete"/>.</summary>
    public FundingQuote Funding =>
        new(new Rate(_fundingRate!.Value), DateTimeOffset.FromUnixTimeMilliseconds(_nextFundingTime), _fundingInterval);

    /// <param name="message">The whole message.</param>
    /// <exception cref="FormatException">A number is not one.</exception>
    public void Apply(ReadOnlySpan<byte> message)
    {
        Utf8JsonReader json = new(message);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isData = json.ValueTextEquals("data"u8);
            json.Read();
            if (!isData)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(ref json);
            }
        }
    }

    private void ReadField(ref Utf8JsonReader json)
    {
        bool isMark = json.ValueTextEquals("markPrice"u8);
        bool isRate = json.ValueTextEquals("fundingRate"u8);
        bool isTime = json.ValueTextEquals("nextFundingTime"u8);
        bool isInterval = json.ValueTextEquals("fundingIntervalHour"u8);
        json.Read();
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.IsEmpty)
        {
            json.Skip();
        }
        else if (isMark)
        {
            _markPrice = Positive(Number(json.ValueSpan), "markPrice");
        }
        else if (isRate)
        {
            _fundingRate = Number(json.ValueSpan);
        }
        else if (isTime)
        {
            decimal milliseconds = Positive(Number(json.ValueSpan), "nextFundingTime");
            _nextFundingTime = milliseconds <= WireLimits.MaxMilliseconds
                ? decimal.ToInt64(milliseconds)
                : throw new FormatException("nextFundingTime is not a time in milliseconds");
        }
        else if (isInterval)
        {
            _fundingInterval = TimeSpan.FromHours((double)Positive(Number(json.ValueSpan), "fundingIntervalHour"));
        }
    }

    private static decimal Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal value, out int used) && used == text.Length
            ? value
            : throw new FormatException("a ticker's field is not a number");

    private static decimal Positive(decimal value, string field) =>
        value > 0m ? value : throw new FormatException($"{field} is not above zero");
}
