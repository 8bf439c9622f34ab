using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Tests;

/// <summary>Goal: an instrument that no desk trades, in a case or a sweep, does not keep the process from starting again.</summary>
public sealed class InstrumentTextTests
{
    [Theory]
    [InlineData("BTCUSDT", "BTCUSDT")]
    [InlineData("BTCUSDT_261225", "BTCUSDT-261225")]
    [InlineData("BTCUSDT-25DEC26", "BTCUSDT-25DEC26")]
    [InlineData("DOGE-BTC", "DOGE-BTC")]
    [InlineData("BTC-USD_UM-SWAP", "BTC-USD_UM")]
    public void Instrument_ReadsBackAsTheSame(string native, string written)
    {
        InstrumentId instrument = new(VenueId.BinanceUm, Symbol.Parse(native));
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.Instrument(instrument);
            json.WriteEndObject();
        }

        using JsonDocument read = JsonDocument.Parse(text.ToArray());
        Assert.Equal(instrument, read.RootElement.Instrument());
        Assert.Equal(written, read.RootElement.Text("symbol"));
    }
}
