using PropBot.Host.Configuration.Options;
using PropBot.Host.Localization;
using PropBot.Testing;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: the documents show every option as the code has it, in both languages.</summary>
public sealed class OptionDocumentTests
{
    [Theory]
    [InlineData("configuration.md", Language.English)]
    [InlineData("configuration.ru.md", Language.Russian)]
    public async Task Document_IsWhatTheCodeSays(string name, Language language)
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", name);
        string document = await File.ReadAllTextAsync(path, CancellationToken.None);
        string renewed = OptionTables.Renew(document, language);
        if (Environment.GetEnvironmentVariable("PROPBOT_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, renewed, CancellationToken.None);
            document = renewed;
        }

        Assert.Equal(ConfigOptions.Groups.Select(g => g.Name).Order(StringComparer.Ordinal), OptionTables.GroupsIn(document).Order(StringComparer.Ordinal));
        Assert.True(document == renewed, $"docs/{name} is out of date: run `make docs`");
    }
}
