using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>Requests: each case sees the usual answer, then the fault's.</summary>
internal static class RequestFaultCases
{
    public static readonly IReadOnlyDictionary<FaultKind, Func<FaultStage, Task>> All = new Dictionary<FaultKind, Func<FaultStage, Task>>
    {
        [FaultKind.Latency] = stage => IsLateAsync(stage, FaultKind.Latency),
        [FaultKind.Jitter] = stage => IsLateAsync(stage, FaultKind.Jitter),
        [FaultKind.SlowDrip] = stage => IsLateAsync(stage, FaultKind.SlowDrip),
        [FaultKind.ConnectionReset] = stage => OrderAsync(stage, FaultKind.ConnectionReset, isPlaced: false, outcome => Assert.Equal("reset", outcome.Body)),
        [FaultKind.TimeoutBeforeAcceptance] = stage => TimeoutAsync(stage, FaultKind.TimeoutBeforeAcceptance, isPlaced: false),
        [FaultKind.TimeoutAfterAcceptance] = stage => TimeoutAsync(stage, FaultKind.TimeoutAfterAcceptance, isPlaced: true),
        [FaultKind.AckLost] = stage => OrderAsync(stage, FaultKind.AckLost, isPlaced: true, outcome => Assert.Equal("reset", outcome.Body)),
        [FaultKind.ServerErrorBeforeAcceptance] = stage => ServerErrorsAsync(stage, FaultKind.ServerErrorBeforeAcceptance, isPlaced: false),
        [FaultKind.ServerErrorAfterAcceptance] = stage => ServerErrorsAsync(stage, FaultKind.ServerErrorAfterAcceptance, isPlaced: true),
        [FaultKind.RateLimited] = RateLimitedAsync,
        [FaultKind.Banned] = BannedAsync,
        [FaultKind.Maintenance] = MaintenanceAsync,
        [FaultKind.TruncatedAnswer] = TruncatedAsync,
        [FaultKind.UnknownStatus] = UnknownStatusAsync,
        [FaultKind.StaleSnapshot] = StaleSnapshotAsync,
    };

    private static async Task IsLateAsync(FaultStage stage, FaultKind kind)
    {
        WireOutcome usual = await stage.SendAsync(stage.Wire.Time());
        Assert.Equal(200, usual.Status);
        await stage.InjectAsync(kind, rule => rule with { Delay = TimeSpan.FromSeconds(2), Match = stage.Wire.Time().RequestUri!.ToString() });

        Task<WireOutcome> late = stage.SendAsync(stage.Wire.Time());
        while (await stage.StruckAsync(kind) == 0)
        {
            Assert.Equal(200, (await stage.SendAsync(stage.Wire.Instruments())).Status);
        }

        Assert.False(late.IsCompleted);
        while (!late.IsCompleted)
        {
            await stage.StepAsync();
        }

        Assert.Equal(200, (await late).Status);
        stage.Wire.TimeOf((await late).Json);
    }

    private static async Task OrderAsync(FaultStage stage, FaultKind kind, bool isPlaced, Action<WireOutcome> check, int status = 503)
    {
        Assert.Equal("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Resting($"usual{status}"))).Json));
        await stage.InjectAsync(kind, rule => rule with { Status = status });

        check(await stage.SendAsync(stage.Wire.Resting($"struck{status}")));

        Assert.Equal(isPlaced, await stage.FindAsync($"struck{status}") is not null);
    }

    private static async Task TimeoutAsync(FaultStage stage, FaultKind kind, bool isPlaced)
    {
        await stage.InjectAsync(kind);

        Task<WireOutcome> answer = stage.SendAsync(stage.Wire.Resting("struck"));
        while (await stage.StruckAsync(kind) == 0 || (isPlaced && await stage.FindAsync("struck") is null))
        {
            Assert.False(answer.IsCompleted);
        }

        Assert.Equal(isPlaced, await stage.FindAsync("struck") is not null);
        await stage.Simulator.Host.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal("reset", (await answer).Body);
    }

    private static async Task ServerErrorsAsync(FaultStage stage, FaultKind kind, bool isPlaced)
    {
        foreach (int status in (int[])[500, 502, 503])
        {
            await OrderAsync(stage, kind, isPlaced, outcome => Assert.Equal(status, outcome.Status), status);
        }
    }

    private static async Task RateLimitedAsync(FaultStage stage)
    {
        await stage.InjectAsync(FaultKind.RateLimited, rule => rule with { Delay = TimeSpan.FromSeconds(3) });

        WireOutcome limited = await stage.SendAsync(stage.Wire.Resting("struck"));

        Assert.Equal(
            stage.Wire.Venue == VenueId.BinanceUm ? (429, "-1003") : stage.Wire.Venue == VenueId.OkxPerp ? (429, "50011") : (200, "10006"),
            (limited.Status, stage.Wire.CodeOf(limited.Json)));
        Assert.True(limited.Headers.ContainsKey(stage.Wire.Venue == VenueId.BybitLinear ? "X-Bapi-Limit-Reset-Timestamp" : "Retry-After"));
        Assert.Null(await stage.FindAsync("struck"));
    }

    private static async Task BannedAsync(FaultStage stage)
    {
        int id = await stage.InjectAsync(FaultKind.Banned, rule => rule with { Duration = TimeSpan.FromMinutes(2) });
        int expected = stage.Wire.Venue == VenueId.BinanceUm ? 418 : stage.Wire.Venue == VenueId.OkxPerp ? 429 : 403;

        Assert.Equal(expected, (await stage.SendAsync(stage.Wire.Resting("struck"))).Status);
        Assert.Equal(expected, (await stage.SendAsync(stage.Wire.Time())).Status);

        await stage.Simulator.Host.TakeBackAsync(id);
        Assert.Null(await stage.FindAsync("struck"));
    }

    private static async Task MaintenanceAsync(FaultStage stage)
    {
        WireOutcome usual = await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, stage.Wire.StatusPath));
        SocketClient stream = await stage.BookStreamAsync();
        await stage.InjectAsync(FaultKind.Maintenance, rule => rule with { Duration = TimeSpan.FromMinutes(1) });

        WireOutcome told = await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, stage.Wire.StatusPath));
        Assert.Equal((200, 200), (usual.Status, told.Status));
        Assert.NotEqual(usual.Body, told.Body);
        WireOutcome refused = await stage.SendAsync(stage.Wire.Time());
        Assert.Equal(503, refused.Status);
        Assert.NotEqual("0", stage.Wire.CodeOf(refused.Json));
        await Assert.ThrowsAnyAsync<Exception>(() => stage.DrainAsync(stream));
        await Assert.ThrowsAnyAsync<Exception>(() => stage.Wire.BookStreamAsync());

        await stage.Simulator.Host.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await stage.SendAsync(stage.Wire.Time())).Status);
        Assert.Equal(usual.Body, (await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, stage.Wire.StatusPath))).Body);
    }

    private static async Task TruncatedAsync(FaultStage stage)
    {
        Assert.Equal(JsonValueKind.Object, (await stage.SendAsync(stage.Wire.Book())).Json.ValueKind);
        await stage.InjectAsync(FaultKind.TruncatedAnswer);

        WireOutcome cut = await stage.SendAsync(stage.Wire.Book());

        Assert.Equal(200, cut.Status);
        Assert.ThrowsAny<JsonException>(() => cut.Json);
    }

    private static async Task UnknownStatusAsync(FaultStage stage)
    {
        await stage.SendAsync(stage.Wire.Resting("resting"));
        string usual = stage.Wire.StatusOf((await stage.FindAsync("resting"))!.Value);
        await stage.InjectAsync(FaultKind.UnknownStatus);

        string told = stage.Wire.StatusOf((await stage.FindAsync("resting"))!.Value);

        Assert.NotEqual(usual, told);
        Assert.Contains("REVIEW", told.ToUpperInvariant(), StringComparison.Ordinal);
    }

    private static async Task StaleSnapshotAsync(FaultStage stage)
    {
        await stage.BookStreamAsync();
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(3));
        long usual = stage.Wire.SequenceOf((await stage.SendAsync(stage.Wire.Book())).Json);
        await stage.InjectAsync(FaultKind.StaleSnapshot, rule => rule with { Size = 5m });

        long stale = stage.Wire.SequenceOf((await stage.SendAsync(stage.Wire.Book())).Json);

        Assert.Equal(usual - 5, stale);
    }
}
