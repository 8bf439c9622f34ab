using System.Text.Json;
using PropBot.Ledger;
using PropBot.Ledger.Postgres;
using Xunit;

namespace PropBot.SystemTests.Invariants;

/// <summary>Goal: whoever looks changes nothing: after every address that can be read was read, the ledger of a resting desk has not one line more.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task EveryAddressThatIsRead_LeavesTheLedgerAsItWas()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token, dislocationSeconds: 0);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token, ("AUTOPILOT_ENABLE", "false"));
        await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit.Token);
        await bot.Client.PostAsync("/api/ui/resume-request", """{"reason":"waits, so that there is a request to be read"}""", limit.Token);
        string[] routes = await RoutesAsync(bot.Client, limit.Token);
        Assert.True(routes.Length >= 30, $"{routes.Length} addresses are read");

        IReadOnlyList<string> before = Written(venues.LedgerFile);
        foreach (string route in routes)
        {
            await bot.Client.ReadAsync(route, limit.Token);
            await bot.Client.ReadAsync(route, limit.Token);
        }

        // What a request had left for the engine is with it by the next live event, and on disk with it.
        int events = 0;
        await bot.Client.WaitAsync("/api/ui/status", _ => ++events > 2, limit.Token);
        Assert.Equal(before, Written(venues.LedgerFile));
        Assert.NotEmpty(before);
    }

    /// <summary>Every address that the bot itself says can be read, with an id where it takes one.</summary>
    private static async Task<string[]> RoutesAsync(BotClient client, CancellationToken limit)
    {
        JsonElement described = await client.GetAsync("/openapi/v1.json", limit);
        IEnumerable<string> read = described.GetProperty("paths").EnumerateObject()
            .Where(p => p.Value.TryGetProperty("get", out _)).Select(p => p.Name.Replace("{id}", "p1", StringComparison.Ordinal));
        return [.. read.Concat(["/", "/healthz", "/health", "/live-readiness", "/metrics", "/ui/dashboard", "/ui/login"]).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Everything but what the market itself brings: its samples move the day's peak.</summary>
    private static IReadOnlyList<string> Written(string ledgerFile)
    {
        using LedgerArchive ledger = LedgerArchive.Open(new LedgerLocation(ledgerFile, null, PostgresLedgerStore.DefaultLeaseTtl));
        return [.. ledger.Reads.JournalAfter(0, int.MaxValue).Where(l => l.Type != JournalTypes.Control).Select(l => $"{l.Id} {l.Type} {l.Payload}")];
    }
}
