using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;

namespace PropBot.Simulator.Tests.Faults;

public sealed class FaultPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Parse_WholePlan_ReadsEveryKey()
    {
        FaultPlan plan = FaultPlanFile.Parse("""
            seed: 7
            faults:
              - {kind: timeout_after_acceptance, venue: binance_um, instrument: BTCUSDT, match: "POST /fapi/v1/order", from_s: 30, after: 2, count: 3, delay_ms: 1500}
              - kind: order_refused
                venue: okx_perp
                at: 2026-01-05T12:00:00Z
                duration_s: 90.5
                probability: 0.25
                reason: price_out_of_band
              - {kind: clock_jump, size: -1.27}
              - {kind: server_error_before_acceptance, status: 502}
            """);

        Assert.Equal(7UL, plan.Seed);
        Assert.Equal(
            [
                new FaultRule
                {
                    Kind = FaultKind.TimeoutAfterAcceptance,
                    Venue = VenueId.BinanceUm,
                    Instrument = Symbol.Parse("BTCUSDT"),
                    Match = "POST /fapi/v1/order",
                    From = TimeSpan.FromSeconds(30),
                    After = 2,
                    Count = 3,
                    Delay = TimeSpan.FromMilliseconds(1_500),
                },
                new FaultRule
                {
                    Kind = FaultKind.OrderRefused,
                    Venue = VenueId.OkxPerp,
                    At = Start,
                    Duration = TimeSpan.FromSeconds(90.5),
                    Probability = 0.25,
                    Reason = RefusalReason.PriceOutOfBand,
                },
                new FaultRule { Kind = FaultKind.ClockJump, Size = -1.27m },
                new FaultRule { Kind = FaultKind.ServerErrorBeforeAcceptance, Status = 502 },
            ],
            plan.Rules);
    }

    [Fact]
    public void Parse_Json_IsThePlanToo()
    {
        FaultPlan plan = FaultPlanFile.Parse("""{"seed": 3, "faults": [{"kind": "stream_lost", "venue": "bybit_linear", "count": 2}]}""");

        Assert.Equal(new FaultRule { Kind = FaultKind.StreamLost, Venue = VenueId.BybitLinear, Count = 2 }, Assert.Single(plan.Rules));
    }

    [Fact]
    public void Parse_ManyFaults_NamesThemAllAtOnce()
    {
        FaultPlanException wrong = Assert.Throws<FaultPlanException>(() => FaultPlanFile.Parse("""
            seed: x
            typo: 1
            faults:
              - {kind: no_such_thing}
              - {venue: binance_um}
              - {kind: latency, venue: kraken, delay_ms: -5}
              - {kind: bad_checksum, venue: bybit_linear}
              - {kind: tick_size_changed, size: 5000}
              - {kind: stream_lost, probability: 2, count: 0, delay_ms: 10}
              - {kind: clock_jump, instrument: BTCUSDT, wrong_key: 1}
              - {kind: server_error_after_acceptance, status: 404}
              - just text
            """));

        foreach (string part in (string[])
        [
            "'x' is not a whole number", "typo", "no_such_thing", "faults.1.kind", "kraken", "delay is -5 ms", "bad_checksum does not exist at bybit-linear",
            "tick_size_changed needs an instrument", "size of tick_size_changed is 5000", "probability is 2", "count 0", "stream_lost takes no delay",
            "not an instrument's", "wrong_key", "status is 404", "faults.8", "line 12",
        ])
        {
            Assert.Contains(part, wrong.Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("- kind: latency")]
    [InlineData("faults: [")]
    [InlineData("{\"seed\": 1")]
    public void Parse_NoPlanAtAll_IsRefused(string text) => Assert.Throws<FaultPlanException>(() => FaultPlanFile.Parse(text));

    [Fact]
    public void Strikes_SameSeed_AreTheSame_AnotherSeedsAreNot()
    {
        var rule = new FaultRule { Kind = FaultKind.StreamLost, Probability = 0.3, Count = 1_000 };

        bool[] first = Draw(new ActiveFault(1, rule, VenueId.BinanceUm, Start, seed: 5));

        Assert.Equal(first, Draw(new ActiveFault(1, rule, VenueId.BinanceUm, Start, seed: 5)));
        Assert.NotEqual(first, Draw(new ActiveFault(1, rule, VenueId.BinanceUm, Start, seed: 6)));
        Assert.NotEqual(first, Draw(new ActiveFault(2, rule, VenueId.BinanceUm, Start, seed: 5)));
        Assert.InRange(first.Count(struck => struck), 250, 350);
    }

    [Fact]
    public void Strikes_FromAfterDurationAndCount_AreKept()
    {
        var rule = new FaultRule { Kind = FaultKind.Latency, From = TimeSpan.FromSeconds(10), Duration = TimeSpan.FromSeconds(10), After = 2, Count = 3 };
        var fault = new ActiveFault(1, rule, VenueId.BinanceUm, Start, seed: 1);

        Assert.False(fault.Strikes(Start + TimeSpan.FromSeconds(9)));
        bool[] struck = [.. Enumerable.Range(0, 6).Select(_ => fault.Strikes(Start + TimeSpan.FromSeconds(10)))];

        Assert.Equal([false, false, true, true, true, false], struck);
        Assert.True(fault.IsOver(Start + TimeSpan.FromSeconds(10)));
        Assert.False(new ActiveFault(1, rule, VenueId.BinanceUm, Start, seed: 1).Strikes(Start + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Strikes_NeitherCountNorDuration_IsOnce()
    {
        var fault = new ActiveFault(1, new FaultRule { Kind = FaultKind.StreamLost }, VenueId.BinanceUm, Start, seed: 1);

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => fault.Strikes(Start)));
    }

    [Fact]
    public void Validate_EveryKindAlone_IsAPlan()
    {
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            bool needsInstrument = FaultCatalogue.Of(kind).Takes(FaultParameters.Instrument);
            string instrument = needsInstrument ? ", instrument: BTCUSDT" : "";
            Assert.Equal(kind, Assert.Single(FaultPlanFile.Parse($"faults: [{{kind: {FaultCatalogue.NameOf(kind)}{instrument}}}]").Rules).Kind);
        }
    }

    private static bool[] Draw(ActiveFault fault) => [.. Enumerable.Range(0, 1_000).Select(_ => fault.Strikes(Start))];
}
