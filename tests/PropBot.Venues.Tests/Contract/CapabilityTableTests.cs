using PropBot.Testing;

namespace PropBot.Venues.Tests.Contract;

public sealed class CapabilityTableTests
{
    [Fact]
    public async Task Table_InTheDocuments_IsWhatTheCodeSays()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "venues", "capabilities.md");
        string made = await CapabilityTable.MakeAsync();
        if (Environment.GetEnvironmentVariable("PROPBOT_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, made, CancellationToken.None);
        }

        Assert.True(made == await File.ReadAllTextAsync(path, CancellationToken.None), "docs/venues/capabilities.md is out of date: run `make docs`");
    }
}
