using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxListingTests
{
    [Fact]
    public void Read_EveryRecordedLinearSwap_IsInBaseUnits()
    {
        OkxInstrument[] linear = [.. RecordedSwaps().Where(i => i is { CtType: "linear", SettleCcy: "USDT" })];

        foreach (OkxInstrument wire in linear)
        {
            Instrument instrument = OkxListing.Read(wire, Symbol.Parse(wire.InstId!), OkxSamples.Fees, TimeSpan.FromHours(8)).Instrument;
            Assert.Equal(WireNumber.Parse(wire.CtVal!) * WireNumber.Parse(wire.LotSz!), instrument.Lot.Value);
            Assert.True(instrument.Lot.Divides(instrument.MinQuantity), wire.InstId);
        }

        Assert.True(linear.Length > 100, $"only {linear.Length} swaps");
    }

    [Fact]
    public void Read_RecordedBitcoinSwap_IsExact()
    {
        OkxInstrument wire = RecordedSwaps().Single(i => i.InstId == "BTC-USDT-SWAP");

        OkxListing listing = OkxListing.Read(wire, Symbol.Parse("BTCUSDT"), OkxSamples.Fees, TimeSpan.FromHours(8));

        // 2022: one contract is 0.01 BTC and the lot one contract.
        Assert.Equal(0.01m, listing.Instrument.ContractMultiplier);
        Assert.Equal(0.01m, listing.Instrument.Lot.Value);
        Assert.Equal(0.01m, listing.Instrument.MinQuantity.Value);
        Assert.Equal(0.1m, listing.Instrument.Tick.Value);
        Assert.Equal(new DateTimeOffset(2021, 1, 29, 10, 40, 28, TimeSpan.Zero), listing.Instrument.ListedAt);
        Assert.Equal(InstrumentStatus.Trading, listing.Instrument.Status);
        Assert.Equal("BTC-USDT", listing.Family);
    }

    [Fact]
    public void Read_InverseSwap_IsRefused()
    {
        OkxInstrument wire = RecordedSwaps().Single(i => i.InstId == "BTC-USD-SWAP");

        FormatException refused = Assert.Throws<FormatException>(
            () => OkxListing.Read(wire, Symbol.Parse("BTC-USD"), OkxSamples.Fees, TimeSpan.FromHours(8)));
        Assert.Contains("inverse", refused.Message);
    }

    [Theory]
    [InlineData("live", null, InstrumentStatus.Trading)]
    [InlineData("live", "1700000000000", InstrumentStatus.Delisting)]
    [InlineData("suspend", null, InstrumentStatus.Suspended)]
    [InlineData("preopen", null, InstrumentStatus.Suspended)]
    public void Read_State_IsTheInstrumentsStatus(string state, string? expires, InstrumentStatus expected)
    {
        OkxInstrument wire = RecordedSwaps().Single(i => i.InstId == "BTC-USDT-SWAP") with { State = state, ExpTime = expires };

        Assert.Equal(expected, OkxListing.Read(wire, Symbol.Parse("BTCUSDT"), OkxSamples.Fees, TimeSpan.FromHours(8)).Instrument.Status);
    }

    [Fact]
    public void ReadFees_RecordedRates_TurnTheVenuesSignAround()
    {
        OkxTradeFee wire = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/okx/http_get_trade_fee_response.json"), OkxJson.Default.OkxReplyOkxTradeFee)!.Data![0];

        // The venue writes a cost of 8 and 10 bp as -0.0008 and -0.001.
        Assert.Equal(new FeeSchedule(new Rate(0.0008m), new Rate(0.001m)), OkxListing.ReadFees(wire, groupId: null));
    }

    [Fact]
    public void ReadFees_Rebate_IsNegative()
    {
        // A positive number is a rebate: its absolute value would be a cost (defect D69).
        OkxTradeFee wire = new("-0.0002", "-0.0005", MakerU: "0.00005", TakerU: "-0.0003", FeeGroup: null);

        Assert.Equal(new FeeSchedule(new Rate(-0.00005m), new Rate(0.0003m)), OkxListing.ReadFees(wire, groupId: null));
    }

    [Fact]
    public void ReadFees_AccountWithGroups_TakesTheInstrumentsGroup()
    {
        OkxTradeFee wire = new("", "", "", "", [new("1", "-0.0002", "-0.0005"), new("2", "-0.0001", "-0.0004")]);

        Assert.Equal(new FeeSchedule(new Rate(0.0001m), new Rate(0.0004m)), OkxListing.ReadFees(wire, groupId: "2"));
        Assert.Throws<FormatException>(() => OkxListing.ReadFees(wire, groupId: "7"));
    }

    private static OkxInstrument[] RecordedSwaps()
    {
        foreach (string line in SharedData.ReadLines("cryptofeed-captures/OKX.jsonl.gz"))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.TryGetProperty("url", out JsonElement url) && url.GetString()!.EndsWith("instType=SWAP", StringComparison.Ordinal))
            {
                string body = record.RootElement.GetProperty("data").GetString()!;
                return JsonSerializer.Deserialize(body, OkxJson.Default.OkxReplyOkxInstrument)!.Data!;
            }
        }

        throw new InvalidDataException("the capture has no swaps");
    }
}
