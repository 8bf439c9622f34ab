using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitReadingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    [Fact]
    public void ReadInstrument_EveryRecordedPerpetual_Fits()
    {
        BybitInstrument[] linear = [.. RecordedInstruments().Where(i => i is { ContractType: "LinearPerpetual", QuoteCoin: "USDT" })];

        foreach (BybitInstrument wire in linear)
        {
            Symbol symbol = new(new Asset(wire.BaseCoin!), new Asset(wire.QuoteCoin!));
            Instrument instrument = BybitReading.ReadInstrument(wire, symbol, BybitSamples.Fees);
            Assert.Equal(TimeSpan.FromMinutes(wire.FundingInterval), instrument.FundingInterval);
            Assert.True(instrument.Lot.Divides(instrument.MinQuantity), wire.Symbol);
        }

        Assert.True(linear.Length > 400, $"only {linear.Length} perpetuals");
    }

    [Fact]
    public void ReadInstrument_RecordedBitcoin_IsExact()
    {
        Instrument instrument = BybitReading.ReadInstrument(
            RecordedInstruments().Single(i => i.Symbol == "BTCUSDT"), Symbol.Parse("BTCUSDT"), BybitSamples.Fees);

        Assert.Equal(0.1m, instrument.Tick.Value);
        Assert.Equal(new DateTimeOffset(2020, 3, 15, 0, 0, 0, TimeSpan.Zero), instrument.ListedAt);
        Assert.Equal(0.001m, instrument.Lot.Value);
        Assert.Equal(0.001m, instrument.MinQuantity.Value);
        Assert.Equal(5m, instrument.MinNotional.Value);
        Assert.Equal(TimeSpan.FromHours(8), instrument.FundingInterval);
        Assert.Equal(InstrumentStatus.Trading, instrument.Status);
        Assert.Equal(1m, instrument.ContractMultiplier);
    }

    [Theory]
    [InlineData("Trading", "0", InstrumentStatus.Trading)]
    [InlineData("Trading", "1700000000000", InstrumentStatus.Delisting)]
    [InlineData("Delivering", "0", InstrumentStatus.Delisting)]
    [InlineData("PreLaunch", "0", InstrumentStatus.Suspended)]
    public void ReadInstrument_Status_IsTheInstrumentsStatus(string status, string delivery, InstrumentStatus expected)
    {
        BybitInstrument wire = RecordedInstruments().Single(i => i.Symbol == "BTCUSDT") with { Status = status, DeliveryTime = delivery };

        Assert.Equal(expected, BybitReading.ReadInstrument(wire, Symbol.Parse("BTCUSDT"), BybitSamples.Fees).Status);
    }

    [Fact]
    public void ReadInstrument_FutureWithADeliveryDate_IsRefused()
    {
        BybitInstrument wire = RecordedInstruments().Single(i => i.Symbol == "BTCUSDT") with { ContractType = "LinearFutures" };

        Assert.Throws<FormatException>(() => BybitReading.ReadInstrument(wire, Symbol.Parse("BTCUSDT"), BybitSamples.Fees));
    }

    [Fact]
    public void ReadFees_RecordedRates_AreCosts()
    {
        BybitFeeRate wire = BybitSamples.First(
            SharedData.ReadText("nautilus/bybit/http_get_fee_rate.json"), BybitJson.Default.BybitReplyBybitPageBybitFeeRate);

        Assert.Equal(new FeeSchedule(new Rate(0.0001m), new Rate(0.0006m)), BybitReading.ReadFees(wire));
    }

    [Fact]
    public void ReadAccount_RecordedWalletAndPositions_AreExact()
    {
        BybitWallet wallet = BybitSamples.First(
            SharedData.ReadText("nautilus/bybit/http_get_wallet_balance.json"), BybitJson.Default.BybitReplyBybitPageBybitWallet);
        BybitPosition[] positions = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/bybit/http_get_positions.json"), BybitJson.Default.BybitReplyBybitPageBybitPosition)!.Result!.List!;
        Dictionary<string, Instrument> instruments = new()
        {
            ["BTCUSDT"] = BybitSamples.Bitcoin,
            ["ETHUSDT"] = BybitSamples.Listed("ETHUSDT", "0.01", "0.01"),
        };

        AccountReport account = BybitReading.ReadAccount(wallet, positions, instruments, MarginMode.Cross, Now);

        Assert.Equal(1_000.50m, account.WalletBalance);
        Assert.Equal(0m, account.UnrealizedPnl);
        Assert.Equal(3.00326056m, account.AvailableBalance);
        Assert.Equal(2, account.Positions.Count);
        PositionReport bitcoin = new(BybitSamples.Bitcoin.Id, 0.5m, 50_000m, 50_500m, 250m)
        {
            Side = PositionSide.Net,
            MarginMode = MarginMode.Cross,
            Leverage = 10m,
            LiquidationPrice = 45_000m,
            AdlRank = 2,
        };
        Assert.Equal(bitcoin, account.Positions[0]);
        Assert.Equal(0m, account.MarginRatio);
        Assert.Equal(-5.0m, account.Positions[1].SignedQuantity);
    }

    [Fact]
    public void ReadAccount_PositionsThatNobodyTradesHere_AreReportedOrTheAccountIsNotKnown()
    {
        Dictionary<string, Instrument> instruments = new() { ["BTCUSDT"] = BybitSamples.Bitcoin };
        BybitWallet wallet = new("UNIFIED", "0", null, null);
        BybitPosition foreign = new() { Symbol = "SOLUSDT", Side = "Sell", Size = "3" };

        AccountReport account = BybitReading.ReadAccount(wallet, [foreign, foreign with { Symbol = "?", Size = "0" }], instruments, MarginMode.Cross, Now);

        Assert.Equal("SOLUSDT -3", $"{account.Positions.Single().Instrument.Symbol} {account.Positions.Single().SignedQuantity}");
        FormatException unknown = Assert.Throws<FormatException>(() =>
            BybitReading.ReadAccount(wallet, [foreign with { Symbol = "SOMETHING" }], instruments, MarginMode.Cross, Now));
        Assert.Contains("'SOMETHING'", unknown.Message, StringComparison.Ordinal);
    }

    private static BybitInstrument[] RecordedInstruments()
    {
        foreach (string line in SharedData.ReadLines(BybitSamples.Capture))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() == "http")
            {
                string body = record.RootElement.GetProperty("data").GetString()!;
                return JsonSerializer.Deserialize(body, BybitJson.Default.BybitReplyBybitPageBybitInstrument)!.Result!.List!;
            }
        }

        throw new InvalidDataException("the capture has no instruments");
    }
}
