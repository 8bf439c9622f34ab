using System.Text.Json;
using System.Text.RegularExpressions;
using PropBot.Core.Values;

namespace PropBot.Clients.Tests.Support;

/// <summary>One client's script run once against one venue: what it said of each check.</summary>
public abstract partial class ClientRun : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _client;
    private readonly VenueId _venue;
    private readonly Dictionary<string, Said> _said = [];
    private string? _skipped;
    private string _end = "";

    protected ClientRun(string client, VenueId venue)
    {
        _client = client;
        _venue = venue;
    }

    /// <summary>
    /// The names of a client's checks that have a meaning at the venue, as its scripts have them: <c>check('name', …)</c>, or
    /// <c>check('name', …, ['venue', …])</c>.
    /// </summary>
    public static TheoryData<string> ChecksOf(string client, VenueId venue) =>
    [
        .. Directory
            .EnumerateFiles(Path.Combine(NodePackages.Folder, client), "*.mjs")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Check().Matches(File.ReadAllText(file)))
            .Where(match => !match.Groups["venues"].Success || match.Groups["venues"].Value.Contains($"'{venue.Name}'", StringComparison.Ordinal))
            .Select(match => match.Groups["name"].Value),
    ];

    public async ValueTask InitializeAsync()
    {
        _skipped = await NodePackages.WhyMissingAsync();
        if (_skipped is not null)
        {
            return;
        }

        await using VenueUnderTest venue = await VenueUnderTest.StartAsync(_venue);
        ProcessOutcome outcome = await ProcessOutcome.OfAsync(
            "node", [Path.Combine(_client, "main.mjs")], NodePackages.Folder, Limit, JsonSerializer.Serialize(venue.Description()));
        _end = $"The script ended with {outcome.ExitCode}. {outcome.Error}";
        foreach (string line in outcome.Output.Split('\n').Where(line => line.StartsWith('{')))
        {
            Said said = JsonSerializer.Deserialize<Said>(line, JsonSerializerOptions.Web)!;
            _said.Add(said.Check, said);
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void ThrowUnlessHeld(string check)
    {
        Assert.SkipWhen(_skipped is not null, _skipped ?? "");
        Assert.True(_said.TryGetValue(check, out Said? said), $"nothing was said of this check. {_end}");
        Assert.True(said.Ok, said.Detail);
    }

    [GeneratedRegex(
        @"^check\('(?<name>[^']+)'.*?^\}(, \[(?<venues>[^\]]*)\])?\);",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Check();

    private sealed record Said(string Check, bool Ok, string? Detail, double Ms);
}
