using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>What Bybit tells of a key beyond yes and no: its end.</summary>
public sealed class BybitKeyTests
{
    [Fact]
    public void Recorded_Key_MayTradeUntilItsEnd()
    {
        string recorded = SharedData.ReadText("jkorf/Bybit.Net/Endpoints/V5Api/Account/GetApiKeyInfo.txt");

        TradingRights rights = Read(recorded[recorded.IndexOf('{', StringComparison.Ordinal)..]);

        Assert.True(rights.MayTrade);
        Assert.Equal(new DateTimeOffset(2023, 12, 22, 7, 20, 25, TimeSpan.Zero), rights.ExpiresAt);
        Assert.Equal("readOnly 0, ContractTrade [Order, Position]", rights.Detail);
    }

    [Theory]
    [InlineData("""{"readOnly":1,"permissions":{"ContractTrade":["Order","Position"]},"expiredAt":""}""")]
    [InlineData("""{"readOnly":0,"permissions":{"ContractTrade":["Position"]},"expiredAt":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"readOnly":0,"permissions":{"ContractTrade":[],"Spot":["SpotTrade"]}}""")]
    [InlineData("""{"readOnly":0}""")]
    public void Key_WithoutOrdersOfContracts_MayNotTrade_AndHasNoEnd(string result)
    {
        TradingRights rights = Read($$"""{"retCode":0,"result":{{result}}}""");

        Assert.False(rights.MayTrade);
        Assert.Null(rights.ExpiresAt);
    }

    [Fact]
    public void Key_ThatDoesNotSay_CannotBeRead() => Assert.Throws<FormatException>(() => Read("""{"retCode":0,"result":{"permissions":{"ContractTrade":["Order"]}}}"""));

    private static TradingRights Read(string reply) =>
        BybitKeyReading.Read(JsonSerializer.Deserialize(reply, BybitJson.Default.BybitReplyBybitKeyInfo)!.Result!);
}
