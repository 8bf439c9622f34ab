using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>A plan that is there from the start, and what it costs when there is none.</summary>
public sealed class FaultPlanRunTests
{
    private const string Plan = """
        seed: 11
        faults:
          - {kind: stream_lost, venue: binance_um, match: depthUpdate, probability: 0.3, count: 1000}
          - {kind: rate_limited, venue: binance_um, match: /fapi/v1/time, after: 2, count: 1}
        """;

    [Fact]
    public async Task Plan_SameSeed_StrikesTheSameMessages()
    {
        List<long> first = await HeardAsync(Plan);
        List<long> again = await HeardAsync(Plan);
        List<long> other = await HeardAsync(Plan.Replace("seed: 11", "seed: 12", StringComparison.Ordinal));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count, 25, 45);
    }

    [Fact]
    public async Task Plan_AfterRequests_StrikesTheThird()
    {
        await using TestSimulator simulator = await StartAsync(Plan);
        using var http = new HttpClient { BaseAddress = simulator.Host.Venues[VenueId.BinanceUm].Rest };
        var statuses = new List<int>();
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/fapi/v1/time", UriKind.Relative));
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 429, 200], statuses);
        JsonElement faults = (await simulator.ReadAsync("/sim/status")).GetProperty("faults");
        Assert.Equal((11L, 1L), (faults.GetProperty("seed").GetInt64(), faults.GetProperty("counts").GetProperty("rate_limited").GetInt64()));
    }

    [Fact]
    public async Task Start_PlanThatStrikesNothing_IsRefused()
    {
        FaultPlanException wrong = await Assert.ThrowsAsync<FaultPlanException>(() => StartAsync("faults: [{kind: latency, venue: okx_perp}]"));

        Assert.Contains("strikes nothing", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PlanThatDoesNotHold_IsRefusedWithEveryProblem()
    {
        var plan = new FaultPlan { Rules = [new FaultRule { Kind = FaultKind.StreamLost, Probability = 0, Size = 1m }] };

        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(() => TestSimulator.StartAsync(
            VenueId.BinanceUm, change: options => options with { Faults = plan }));

        Assert.Contains("fault 1: probability is 0", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("takes no size", wrong.Message, StringComparison.Ordinal);
    }

    private static Task<TestSimulator> StartAsync(string plan) => TestSimulator.StartAsync(
        VenueId.BinanceUm,
        btc: step => 50_000m + (step % 2 * 10m),
        change: options => options with { Faults = FaultPlanFile.Parse(plan) });

    /// <summary>Numbers of the updates that a subscriber heard within fifty steps, counted from the first that there was.</summary>
    private static async Task<List<long>> HeardAsync(string plan)
    {
        await using TestSimulator simulator = await StartAsync(plan);
        using SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@depth@100ms"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(5));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":2}""");
        var heard = new List<long>();
        while (true)
        {
            JsonElement message = await stream.ReceiveAsync();
            if (message.TryGetProperty("id", out _))
            {
                return heard;
            }

            heard.Add(message.GetProperty("u").GetInt64());
        }
    }
}
