namespace PropBot.Episodes.Tests;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task RunAsync_Seeds_EndsWithTheViolations()
    {
        using var scratch = new ScratchDirectory();
        (int code, string[] lines, string error) = await RunAsync(new SimulateArguments { Seeds = 5, FirstSeed = 100, OutDir = scratch.Path });
        Assert.Equal(SimulateExitCodes.Ok, code);
        Assert.Equal("violations: 0", lines[^1]);
        Assert.StartsWith("episodes per CPU-second: ", lines[^2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("gap ", StringComparison.Ordinal));
        Assert.Empty(error);
        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    [Fact]
    public async Task RunAsync_OneSeed_ShowsItsScheduleAndTheHashOfItsJournal()
    {
        (int code, string[] lines, _) = await RunAsync(new SimulateArguments { Seed = 3 });
        (_, string[] again, _) = await RunAsync(new SimulateArguments { Seed = 3 });
        Assert.Equal(SimulateExitCodes.Ok, code);
        Assert.Equal(lines, again);
        Assert.Contains(lines, line => line.StartsWith("journal sha256 ", StringComparison.Ordinal));
        Assert.Equal("violations: 0", lines[^1]);
    }

    [Fact]
    public async Task RunAsync_ScheduleFile_IsRun()
    {
        using var scratch = new ScratchDirectory();
        string file = scratch.File("one.schedule");
        await File.WriteAllTextAsync(file, "# nothing goes wrong\nseed 3\n", TestContext.Current.CancellationToken);
        (int code, string[] lines, _) = await RunAsync(new SimulateArguments { Replay = file });
        Assert.Equal(SimulateExitCodes.Ok, code);
        Assert.Contains(lines, line => line.StartsWith("seed 3: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("seed 3\nearthquake at=1", "earthquake")]
    [InlineData(null, "missing.schedule")]
    public async Task RunAsync_FileThatCannotBeUsed_IsRefusedWithTheReason(string? text, string says)
    {
        using var scratch = new ScratchDirectory();
        string file = scratch.File("missing.schedule");
        if (text is not null)
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        (int code, _, string error) = await RunAsync(new SimulateArguments { Replay = file });
        Assert.Equal(SimulateExitCodes.BadArguments, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoEpisodes_IsRefused() =>
        Assert.Equal(SimulateExitCodes.BadArguments, (await RunAsync(new SimulateArguments { Seeds = 0 })).Code);

    private static async Task<(int Code, string[] Lines, string Error)> RunAsync(SimulateArguments arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await SimulateCommand.RunAsync(arguments, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }
}
