using System.Text.Json;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>Streams: each case sees what usually comes, then what comes with the fault.</summary>
internal static class StreamFaultCases
{
    public static readonly IReadOnlyDictionary<FaultKind, Func<FaultStage, Task>> All = new Dictionary<FaultKind, Func<FaultStage, Task>>
    {
        [FaultKind.StreamLatency] = stage => LateAsync(stage, FaultKind.StreamLatency),
        [FaultKind.StreamJitter] = stage => LateAsync(stage, FaultKind.StreamJitter),
        [FaultKind.StreamLost] = LostAsync,
        [FaultKind.StreamDuplicated] = DuplicatedAsync,
        [FaultKind.StreamReordered] = ReorderedAsync,
        [FaultKind.SequenceGap] = GapAsync,
        [FaultKind.StaleStreamSnapshot] = StaleSnapshotAsync,
        [FaultKind.BadChecksum] = BadChecksumAsync,
        [FaultKind.CrossedBook] = CrossedAsync,
        [FaultKind.StreamReset] = ResetAsync,
        [FaultKind.SilentSocket] = SilentAsync,
        [FaultKind.TruncatedFrame] = stage => MalformedAsync(stage, FaultKind.TruncatedFrame, text => Assert.ThrowsAny<JsonException>(() => FaultStage.Read(text))),
        [FaultKind.WrongTypeFrame] = stage => MalformedAsync(stage, FaultKind.WrongTypeFrame, text => Assert.Contains("[true,", FaultStage.Read(text).GetRawText(), StringComparison.Ordinal)),
        [FaultKind.UnknownFieldFrame] = stage => MalformedAsync(stage, FaultKind.UnknownFieldFrame, text => Assert.Contains("newField2027", FaultStage.Read(text).GetRawText(), StringComparison.Ordinal)),
        [FaultKind.PrivateLost] = PrivateLostAsync,
        [FaultKind.PrivateDuplicated] = PrivateDuplicatedAsync,
        [FaultKind.PrivateReordered] = PrivateReorderedAsync,
        [FaultKind.LateFill] = LateFillAsync,
    };

    private static async Task LateAsync(FaultStage stage, FaultKind kind)
    {
        SocketClient stream = await stage.BookStreamAsync();
        Assert.Single(await stage.StepAndDrainAsync(stream));
        await stage.InjectAsync(kind, rule => rule with { Delay = TimeSpan.FromSeconds(2) });

        long sent = await SentAsync(stage);
        await stage.StepAsync();
        Assert.Equal(1, await stage.StruckAsync(kind));
        Assert.Equal(sent, await SentAsync(stage));
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(3));
        List<string> told = await stage.DrainAsync(stream);

        // What came meanwhile waited behind it.
        AssertChain(stage, told);
        Assert.True(told.Count >= 20, $"{told.Count} messages");
    }

    private static async Task LostAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        long last = stage.Wire.SequenceOf(FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream))));
        await stage.InjectAsync(FaultKind.StreamLost);

        Assert.Empty(await stage.StepAndDrainAsync(stream));

        JsonElement next = FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream)));
        Assert.NotEqual(last, stage.Wire.PreviousOf(next));
    }

    private static async Task DuplicatedAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        Assert.Single(await stage.StepAndDrainAsync(stream));
        await stage.InjectAsync(FaultKind.StreamDuplicated);

        List<string> told = await stage.StepAndDrainAsync(stream);

        Assert.Equal(2, told.Count);
        Assert.Equal(told[0], told[1]);
    }

    private static async Task ReorderedAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        AssertChain(stage, [.. await stage.StepAndDrainAsync(stream), .. await stage.StepAndDrainAsync(stream)]);
        await stage.InjectAsync(FaultKind.StreamReordered);

        Assert.Empty(await stage.StepAndDrainAsync(stream));
        List<string> told = await stage.StepAndDrainAsync(stream);

        Assert.Equal(2, told.Count);
        Assert.True(stage.Wire.SequenceOf(FaultStage.Read(told[0])) > stage.Wire.SequenceOf(FaultStage.Read(told[1])));
    }

    private static async Task GapAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        string before = Assert.Single(await stage.StepAndDrainAsync(stream));
        AssertChain(stage, [before, Assert.Single(await stage.StepAndDrainAsync(stream))]);
        string last = Assert.Single(await stage.StepAndDrainAsync(stream));
        await stage.InjectAsync(FaultKind.SequenceGap, rule => rule with { Size = 7m });

        JsonElement told = FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream)));

        Assert.Equal(stage.Wire.SequenceOf(FaultStage.Read(last)) + 7, stage.Wire.PreviousOf(told));
    }

    private static async Task StaleSnapshotAsync(FaultStage stage)
    {
        await stage.BookStreamAsync();
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(3));
        SocketClient usual = stage.Keep(await stage.Wire.BookStreamAsync());
        List<string> right = [.. (await stage.DrainAsync(usual)).Where(IsSnapshot), .. await stage.StepAndDrainAsync(usual)];
        AssertChain(stage, right);
        await stage.InjectAsync(FaultKind.StaleStreamSnapshot, rule => rule with { Size = 5m });

        SocketClient struck = stage.Keep(await stage.Wire.BookStreamAsync());
        JsonElement snapshot = FaultStage.Read(Assert.Single(await stage.DrainAsync(struck), IsSnapshot));
        JsonElement update = FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(struck)));

        Assert.Equal(stage.Wire.PreviousOf(update) - 5, stage.Wire.SequenceOf(snapshot));
    }

    private static async Task BadChecksumAsync(FaultStage stage)
    {
        SocketClient first = await stage.BookStreamAsync();
        SocketClient second = stage.Keep(await stage.Wire.BookStreamAsync());
        await stage.DrainAsync(second);
        Assert.Equal(Checksum(await stage.StepAndDrainAsync(first)), Checksum(await stage.DrainAsync(second)));
        await stage.InjectAsync(FaultKind.BadChecksum);

        Assert.NotEqual(Checksum(await stage.StepAndDrainAsync(first)), Checksum(await stage.DrainAsync(second)));
    }

    private static async Task CrossedAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        (decimal bid, decimal ask) = stage.Wire.BestOf(FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream))));
        Assert.True(bid < ask);
        await stage.InjectAsync(FaultKind.CrossedBook);

        (bid, ask) = stage.Wire.BestOf(FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream))));

        Assert.True(bid > ask, $"bid {bid}, ask {ask}");
    }

    private static async Task ResetAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        Assert.Single(await stage.StepAndDrainAsync(stream));
        await stage.InjectAsync(FaultKind.StreamReset);
        await stage.StepAsync();

        await Assert.ThrowsAnyAsync<Exception>(stream.ReceiveTextAsync);
    }

    private static async Task SilentAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        Assert.Single(await stage.StepAndDrainAsync(stream));
        await stage.InjectAsync(FaultKind.SilentSocket, rule => rule with { Duration = TimeSpan.FromSeconds(5) });
        await stage.StepAsync();
        Assert.Equal(1, await stage.StruckAsync(FaultKind.SilentSocket));

        // Not even an answer to a ping, but the connection stands; afterwards it goes on with what is new.
        await stream.SendAsync(stage.Wire.Ping);
        Task<string?> told = stream.ReceiveTextAsync();
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.False(told.IsCompleted);
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.False(stage.Wire.IsPong((await told)!));
    }

    private static async Task MalformedAsync(FaultStage stage, FaultKind kind, Action<string> check)
    {
        SocketClient stream = await stage.BookStreamAsync();
        string usual = Assert.Single(await stage.StepAndDrainAsync(stream));
        Assert.ThrowsAny<Exception>(() => check(usual));
        await stage.InjectAsync(kind);

        check(Assert.Single(await stage.StepAndDrainAsync(stream)));

        FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream)));
    }

    private static async Task PrivateLostAsync(FaultStage stage)
    {
        (SocketClient stream, List<string> usual) = await PlaceUsualAsync(stage);
        await stage.InjectAsync(FaultKind.PrivateLost, rule => rule with { Count = usual.Count });
        await stage.SendAsync(stage.Wire.Market("struck"));

        Assert.Empty(await stage.DrainAsync(stream));
    }

    private static async Task PrivateDuplicatedAsync(FaultStage stage)
    {
        (SocketClient stream, List<string> usual) = await PlaceUsualAsync(stage);
        await stage.InjectAsync(FaultKind.PrivateDuplicated, rule => rule with { Count = usual.Count });
        await stage.SendAsync(stage.Wire.Market("struck"));

        List<string> told = await stage.DrainAsync(stream);

        Assert.True(told.Count > usual.Count);
        Assert.True(told.Distinct().Count() < told.Count);
    }

    private static async Task PrivateReorderedAsync(FaultStage stage)
    {
        (SocketClient stream, List<string> usual) = await PlaceUsualAsync(stage);
        await stage.InjectAsync(FaultKind.PrivateReordered);
        await stage.SendAsync(stage.Wire.Market("struck"));

        List<string> told = await stage.DrainAsync(stream);

        Assert.Equal(usual.Count, told.Count);
        Assert.NotEqual([.. usual.Select(KindOf)], told.Select(KindOf));
    }

    private static async Task LateFillAsync(FaultStage stage)
    {
        (SocketClient stream, List<string> usual) = await PlaceUsualAsync(stage);
        Assert.Contains(usual, text => stage.Wire.IsFill(FaultStage.Read(text)));
        await stage.InjectAsync(FaultKind.LateFill, rule => rule with { Duration = TimeSpan.FromSeconds(10) });
        await stage.SendAsync(stage.Wire.Market("struck"));

        // Its place in the line is kept, so only what came before it is there.
        Task<JsonElement> fill = stream.ReceiveUntilAsync(stage.Wire.IsFill);
        await stage.Simulator.AdvanceAsync(TimeSpan.FromMilliseconds(500));
        Assert.False(fill.IsCompleted);
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Contains("struck", (await fill).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<(SocketClient Stream, List<string> Told)> PlaceUsualAsync(FaultStage stage)
    {
        SocketClient stream = await stage.PrivateStreamAsync();
        await stage.SendAsync(stage.Wire.Market("usual"));
        List<string> told = await stage.DrainAsync(stream);
        Assert.True(told.Count >= 2, "an order and its fill are told");
        return (stream, told);
    }

    /// <summary>What a private message is about, without its numbers.</summary>
    private static string KindOf(string text)
    {
        JsonElement root = FaultStage.Read(text);
        return root.TryGetProperty("e", out JsonElement name) ? $"{name} {(root.TryGetProperty("o", out JsonElement order) ? order.GetProperty("X") : default)}"
            : root.TryGetProperty("topic", out JsonElement topic) ? $"{topic} {(root.GetProperty("data")[0].TryGetProperty("orderStatus", out JsonElement status) ? status : default)}"
            : $"{root.GetProperty("data")[0].GetProperty("state")}";
    }

    private static bool IsSnapshot(string text) => text.Contains("\"snapshot\"", StringComparison.Ordinal);

    private static int Checksum(List<string> told) => FaultStage.Read(Assert.Single(told)).GetProperty("data")[0].GetProperty("checksum").GetInt32();

    private static async Task<long> SentAsync(FaultStage stage) =>
        (await stage.Simulator.ReadAsync("/sim/status")).GetProperty("venues")[0].GetProperty("counts").GetProperty("messages_sent").GetInt64();

    private static void AssertChain(FaultStage stage, List<string> told)
    {
        for (int i = 1; i < told.Count; i++)
        {
            Assert.Equal(stage.Wire.SequenceOf(FaultStage.Read(told[i - 1])), stage.Wire.PreviousOf(FaultStage.Read(told[i])));
        }
    }
}
