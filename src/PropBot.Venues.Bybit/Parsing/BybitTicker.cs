using System.Buffers.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>
/// Mark price and funding of one instrument from the topic <c>tickers</c>: a snapshot has every field, a delta only those that
/// changed, the others keep their value (rule T1 in docs/venues/bybit-linear.md). A message that cannot be read changes nothing.
/// Allocates nothing.
/// </summary>
internal sealed class BybitTicker(Instrument instrument)
{
    private const int DataField = 0;
    private const int MarkField = 1;
    private const int RateField = 2;
    private const int TimeField = 3;
    private const int IntervalField = 4;

    /// <summary>More than any interval between settlements.</summary>
    private const decimal MostHours = 24m * 366m;

    private Values _values = new() { FundingInterval = instrument.FundingInterval };

    public Instrument Instrument { get; } = instrument;

    public bool IsComplete => _values is { MarkPrice: > 0m, FundingRate: not null, NextFundingTime: > 0 };

    /// <summary>Only when <see cref="IsComplete"/>.</summary>
    public Price MarkPrice => new(_values.MarkPrice);

    /// <summary>Only when <see cref="IsComplete"/>.</summary>
    public FundingQuote Funding => new(
        new Rate(_values.FundingRate!.Value), DateTimeOffset.FromUnixTimeMilliseconds(_values.NextFundingTime), _values.FundingInterval);

    /// <param name="message">The whole message.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">A number is not one, or a field comes twice.</exception>
    public void Apply(ReadOnlySpan<byte> message)
    {
        Values read = _values;
        FieldsSeen seen = default;
        Utf8JsonReader json = new(message);
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("data"u8))
            {
                seen.Once(DataField);
                Expect(ref json, JsonTokenType.StartObject);
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    ReadField(ref json, ref seen, ref read);
                }
            }
            else
            {
                json.Skip();
            }
        }

        // A message that goes on after its end is not one: the reader says so.
        json.Read();
        _values = read;
    }

    private static void ReadField(ref Utf8JsonReader json, ref FieldsSeen seen, ref Values read)
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
            seen.Once(MarkField);
            read.MarkPrice = Positive(Number(json.ValueSpan), "markPrice");
        }
        else if (isRate)
        {
            seen.Once(RateField);
            read.FundingRate = Number(json.ValueSpan);
        }
        else if (isTime)
        {
            seen.Once(TimeField);
            decimal milliseconds = Positive(decimal.Truncate(Number(json.ValueSpan)), "nextFundingTime");
            read.NextFundingTime = milliseconds <= WireLimits.MaxMilliseconds
                ? decimal.ToInt64(milliseconds)
                : throw new FormatException("nextFundingTime is not a time in milliseconds");
        }
        else if (isInterval)
        {
            seen.Once(IntervalField);
            decimal hours = Positive(Number(json.ValueSpan), "fundingIntervalHour");
            read.FundingInterval = hours <= MostHours
                ? TimeSpan.FromHours((double)hours)
                : throw new FormatException("fundingIntervalHour is not a number of hours");
        }
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new FormatException($"expected {token}, found {json.TokenType}");
        }
    }

    private static decimal Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal value, out int used) && used == text.Length
            ? value
            : throw new FormatException("a ticker's field is not a number");

    private static decimal Positive(decimal value, string field) =>
        value > 0m ? value : throw new FormatException($"{field} is not above zero");

    private struct Values
    {
        public decimal MarkPrice;
        public decimal? FundingRate;
        public long NextFundingTime;
        public TimeSpan FundingInterval;
    }
}
