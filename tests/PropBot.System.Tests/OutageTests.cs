using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: one venue is down, silent or lying for a minute. Its books lose trust, nothing opens on it, the other two go on trading; it
/// comes back by itself, and every fill of that minute is booked once. Each outage has a bot and simulated venues of its own; the
/// three run beside each other, because a minute of outage is a minute of real time. Each venue has one kind of outage here, with the whole
/// bot; that each adapter notices and mends every kind by itself is shown for all three by their fault contract.
/// </summary>
public sealed class OutageTests
{
    private const int OutageSeconds = 60;

    [Fact]
    public Task Venue_DownSilentOrLyingForAMinute_IsLeftAloneAndComesBack() => Task.WhenAll(
        SurviveAsync("down", VenueId.OkxPerp, "connections_refused"),
        SurviveAsync("silent", VenueId.BinanceUm, "silent_socket"),
        SurviveAsync("lying", VenueId.BybitLinear, "crossed_book", "private_lost"));

    private static async Task SurviveAsync(string outage, VenueId venue, params string[] faults)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions?status=closed", p => p.GetProperty("positions").GetArrayLength() >= 1, limit.Token);

        foreach (string fault in faults)
        {
            await venues.Control.InjectAsync($$"""{"kind":"{{fault}}","venue":"{{venue.Name}}","duration_s":{{OutageSeconds}}}""", limit.Token);
        }

        JsonElement untrusted = await bot.Client.WaitAsync("/api/ui/status", s => Books(s, venue).All(trust => trust != "synced"), limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => At(s) > At(untrusted).AddSeconds(OutageSeconds) && IsWell(s, venue), limit.Token);
        await bot.Client.HoldAsync(limit.Token);
        JsonElement quiet = await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        JsonElement accounts = await venues.Control.AccountsAsync(limit.Token);
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        IReadOnlyList<PairRecord> opened = [.. ledger.AllPairs().Where(p => p.OpenedAt > At(untrusted) && p.OpenedAt < At(untrusted).AddSeconds(OutageSeconds - 10))];
        Assert.True(opened.Count > 0, $"{outage}: the other venues went on trading");
        Assert.All(opened, p => Assert.True(
            p.Long.Instrument.Venue != venue && p.Short.Instrument.Venue != venue, $"{outage}: {p.Id} was opened on {venue} at {p.OpenedAt:O}"));
        DeskAgainstVenues.AssertAgree(quiet, accounts, ledger);
    }

    private static IEnumerable<string> Books(JsonElement status, VenueId venue) =>
        Venue(status, venue).GetProperty("books").EnumerateArray().Select(b => b.GetProperty("trust").GetString()!);

    private static bool IsWell(JsonElement status, VenueId venue) =>
        Venue(status, venue).GetProperty("ok").GetBoolean() && Books(status, venue).All(trust => trust == "synced");

    private static JsonElement Venue(JsonElement status, VenueId venue) =>
        status.GetProperty("venues").EnumerateArray().Single(v => v.GetProperty("venue").GetString() == venue.Name);

    private static DateTimeOffset At(JsonElement status) => status.GetProperty("ts").GetDateTimeOffset();
}
