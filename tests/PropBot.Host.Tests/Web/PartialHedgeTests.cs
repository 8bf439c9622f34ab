using System.Text.Json;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: an operator sees of an unequal pair what is being done about it, the same on the page and in the API.</summary>
public sealed class PartialHedgeTests
{
    private static readonly PairRecord Rebalanced = SampleDesk.PartialPair with
    {
        RescueAttempts = 4,
        Rebalance = new RebalanceRecord(RebalanceStatus.Waiting, Attempts: 3, Failures: 1, SampleDesk.Now.AddSeconds(-12), "okx-perp: 50001 service unavailable", LegRole.Short, 0.733333m),
        Third = new LegRecord { Instrument = new InstrumentId(VenueId.BybitLinear, SampleDesk.Eth), SoldQuantity = 0.25m, SoldNotional = 602.5m },
    };

    [Theory]
    [InlineData(RebalanceStatus.Rebalancing, "REBALANCING")]
    [InlineData(RebalanceStatus.Settled, "REBALANCING")]
    [InlineData(RebalanceStatus.Waiting, "PARTIAL")]
    [InlineData(RebalanceStatus.Error, "PARTIAL")]
    [InlineData(RebalanceStatus.Exhausted, "PARTIAL")]
    public async Task Status_HasCountLabelAttemptsAndLastError(RebalanceStatus rebalancer, string label)
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(Rebalanced with { Rebalance = Rebalanced.Rebalance! with { Status = rebalancer } }));
        JsonElement partial = (await desk.JsonAsync("/api/ui/status")).GetProperty("partial_rebalance");
        Assert.Equal(1, partial.GetProperty("count").GetInt32());
        Assert.Equal(label, partial.GetProperty("label").GetString());
        Assert.Equal(label == "REBALANCING", partial.GetProperty("rebalancing").GetBoolean());
        // Four rescue orders and three batches.
        Assert.Equal(7, partial.GetProperty("attempts").GetInt32());
        Assert.Equal("okx-perp: 50001 service unavailable", partial.GetProperty("last_error").GetString());
    }

    [Fact]
    public async Task Status_EveryPairEqual_IsOk()
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(SampleDesk.OpenPair));
        JsonElement partial = (await desk.JsonAsync("/api/ui/status")).GetProperty("partial_rebalance");
        Assert.Equal((0, "OK", 0), (partial.GetProperty("count").GetInt32(), partial.GetProperty("label").GetString(), partial.GetProperty("attempts").GetInt32()));
        Assert.Equal(JsonValueKind.Null, partial.GetProperty("last_error").ValueKind);
    }

    [Fact]
    public async Task Position_HasItsRebalancerAndItsThirdLeg()
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(Rebalanced));
        JsonElement position = (await desk.JsonAsync("/api/ui/positions")).GetProperty("positions")[0];
        JsonElement rebalancer = position.GetProperty("rebalancer");
        Assert.Equal("waiting", rebalancer.GetProperty("status").GetString());
        Assert.Equal((3, 1), (rebalancer.GetProperty("attempts").GetInt32(), rebalancer.GetProperty("failures").GetInt32()));
        Assert.Equal(0.733333m, rebalancer.GetProperty("filled_ratio").GetDecimal());
        JsonElement third = position.GetProperty("legs")[2];
        Assert.Equal(("bybit-linear", "third"), (third.GetProperty("venue").GetString(), third.GetProperty("side").GetString()));
        Assert.Equal(2_410m, third.GetProperty("entry_price").GetDecimal());
        // 1.5 long, 1.1 short and 0.25 short elsewhere.
        Assert.Equal(0.15m, position.GetProperty("imbalance_base").GetDecimal());
    }

    [Theory]
    [InlineData("en", "rebalancer waits: attempts 3, failures in a row 1", "hedged on bybit-linear: -0.25 ETH")]
    [InlineData("ru", "ребалансировщик ждёт: попыток 3, неудач подряд 1", "хедж на bybit-linear: -0.25 ETH")]
    public async Task Page_SaysSoInWords(string language, params string[] words)
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(Rebalanced));
        string visible = PageText.Visible(await desk.TextAsync($"/ui/dashboard?lang={language}"));
        Assert.All(words, word => Assert.Contains(word, visible, StringComparison.Ordinal));
    }

    private static EngineSnapshot With(PairRecord pair) => SampleDesk.Of([SampleDesk.Active(pair, 2_406.5m, 2_407.1m)]);
}
