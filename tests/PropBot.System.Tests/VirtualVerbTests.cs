using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: what runs in virtual time runs from a shell: an episode from its seed, and several of them.</summary>
public sealed class VirtualVerbTests
{
    [Theory]
    [InlineData("simulate --seed 3")]
    [InlineData("simulate --seeds 2 --first-seed 3")]
    public async Task Episodes_FromAShell_KeepEveryPromise(string verb)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var folder = new TemporaryFolder();
        await using PropBotProcess process = PropBotProcess.Start($"{verb} --outdir {folder.File("broken")}");
        int code = await process.EndAsync(limit.Token);
        Assert.True(code == 0, $"ended with {code}: {process.Output}{process.Errors}");
        Assert.NotEmpty(process.Output);
        Assert.False(Directory.Exists(folder.File("broken")) && Directory.GetFiles(folder.File("broken")).Length > 0);
    }
}
