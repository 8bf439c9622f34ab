using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxAccountReadingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private static readonly Dictionary<string, OkxListing> Listings = new() { ["BTC-USDT-SWAP"] = OkxSamples.Bitcoin };

    [Fact]
    public void ReadAccount_RecordedBalance_IsExact()
    {
        AccountReport account = OkxAccountReading.ReadAccount(RecordedBalance(), [], Listings, Now);

        // Balance 94.42612990333333 and the margin of an isolated position: its equity 5.468566666666667 less its profit -0.0273000000000002.
        Assert.Equal(99.9219965699999972m, account.WalletBalance);
        Assert.Equal(99.894696569999997m, account.Equity);
        Assert.Equal(-0.0273000000000002m, account.UnrealizedPnl);
        Assert.Equal(94.42612990333333m, account.AvailableBalance);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_744_499_648_556), account.VenueTime);
    }

    [Fact]
    public void ReadAccount_RecordedPositions_AreInBaseUnits()
    {
        OkxPosition[] positions = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/okx/http_get_positions.json"), OkxJson.Default.OkxReplyOkxPosition)!.Data!;

        PositionReport position = Assert.Single(OkxAccountReading.ReadAccount(RecordedBalance(), positions, Listings, Now).Positions);

        // 0.5 contracts of 0.01 BTC.
        Assert.Equal(0.005m, position.SignedQuantity);
        Assert.Equal(10_000m, position.EntryPrice);
        Assert.Equal(10_000m, position.MarkPrice);
    }

    [Theory]
    // Net mode signs the size; long-short mode names the side.
    [InlineData("net", "-3", "-0.03")]
    [InlineData("net", "3", "0.03")]
    [InlineData("short", "3", "-0.03")]
    [InlineData("long", "3", "0.03")]
    public void ReadAccount_PositionSide_GivesTheSign(string side, string contracts, string expected)
    {
        OkxPosition wire = new("BTC-USDT-SWAP", side, "cross", contracts, "100", "101", "1", "3", null);

        PositionReport position = Assert.Single(OkxAccountReading.ReadAccount(RecordedBalance(), [wire], Listings, Now).Positions);

        Assert.Equal(WireNumber.Parse(expected), position.SignedQuantity);
    }

    [Fact]
    public void ReadAccount_NoPosition_IsLeftOut()
    {
        OkxPosition[] wire =
        [
            new("BTC-USDT-SWAP", "net", "cross", "0", "", "101", "", "3", null),
        ];

        Assert.Empty(OkxAccountReading.ReadAccount(RecordedBalance(), wire, Listings, Now).Positions);
    }

    [Fact]
    public void ReadAccount_PositionInAnInstrumentThatIsNotTraded_IsToldInContracts()
    {
        OkxPosition wire = new("DOGE-USDT-SWAP", "net", "cross", "-5", "1", "1", "0", "3", null);

        PositionReport position = Assert.Single(OkxAccountReading.ReadAccount(RecordedBalance(), [wire], Listings, Now).Positions);

        Assert.Equal((new InstrumentId(VenueId.OkxPerp, Symbol.Parse("DOGEUSDT")), -5m), (position.Instrument, position.SignedQuantity));
    }

    [Theory]
    [InlineData("DOGE-USDT-261225")]
    [InlineData("DOGEUSDT")]
    [InlineData("")]
    [InlineData(null)]
    public void ReadAccount_PositionWithoutAReadableInstrument_FailsWithItsName(string? instrument)
    {
        OkxPosition wire = new(instrument, "net", "cross", "5", "1", "1", "0", "3", null);

        FormatException failed = Assert.Throws<FormatException>(() => OkxAccountReading.ReadAccount(RecordedBalance(), [wire], Listings, Now));

        Assert.Contains($"'{instrument}'", failed.Message);
    }

    [Fact]
    public void ReadFunding_RecordedRate_SettlesAtFundingTimeAndRepeatsAtNext()
    {
        string reply = OkxSamples.EndpointReply("jkorf/OKX.Net/Endpoints/UnifiedApi/ExchangeData/GetFundingRates.txt");
        OkxFundingRate wire = JsonSerializer.Deserialize(reply, OkxJson.Default.OkxReplyOkxFundingRate)!.Data![0];

        FundingQuote quote = OkxAccountReading.ReadFunding(wire, TimeSpan.FromHours(1));

        Assert.Equal(0.0000792386885340m, quote.Rate.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_703_088_000_000), quote.NextSettlement);
        Assert.Equal(TimeSpan.FromHours(8), quote.Interval);
    }

    [Fact]
    public void ReadFunding_WithoutNextTime_KeepsTheUsualInterval() => Assert.Equal(
        TimeSpan.FromHours(4),
        OkxAccountReading.ReadFunding(new OkxFundingRate("X", "0.0001", "1703088000000", ""), TimeSpan.FromHours(4)).Interval);

    [Fact]
    public void ReadPayment_Bill_KeepsTheVenuesSign()
    {
        OkxBill bill = new("623950854533513219", "BTC-USDT-SWAP", "8", "173", "USDT", "-0.0219", "1695033476167");

        FundingPayment payment = OkxBillReading.ReadPayment(bill, OkxSamples.Bitcoin);

        Assert.Equal(new Money(-0.0219m, Asset.Usdt), payment.Payment);
        Assert.Equal("623950854533513219", payment.PaymentId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_695_033_476_167), payment.SettledAt);
    }

    private static OkxBalance RecordedBalance() => JsonSerializer.Deserialize(
        SharedData.ReadText("nautilus/okx/http_get_account_balance.json"), OkxJson.Default.OkxReplyOkxBalance)!.Data![0];
}
