using System.Net;
using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Ledger;
using PropBot.Ledger.Documents;
using PropBot.SystemTests.Crash;
using Xunit;

namespace PropBot.SystemTests.LedgerOutages;

/// <summary>Simulated venues in a process of their own, and what is asked of a bot that trades on them while its ledger goes away and comes back.</summary>
internal sealed class OutageMarket : IAsyncDisposable
{
    /// <summary>Live events of the bot, one with every attempt to write, by which nothing may have been sent.</summary>
    private const int EventsOfAnOutage = 6;

    private readonly TemporaryFolder _folder;
    private readonly PropBotProcess _venues;
    private readonly SimulatorControl _control;

    private OutageMarket(TemporaryFolder folder, PropBotProcess venues, SimulatorControl control)
    {
        _folder = folder;
        _venues = venues;
        _control = control;
    }

    public static async Task<OutageMarket> StartAsync(CancellationToken limit)
    {
        var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 2", "seed: 11"));
        PropBotProcess venues = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("venues")}");
        return new OutageMarket(folder, venues, await SimulatorControl.OfAsync(venues, limit));
    }

    /// <summary>A folder of the test's own that goes with it.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Arguments of a run on these venues, without the profile.</summary>
    public string Arguments(string desk) =>
        $"--config {_folder.File("config.yaml")} --simulator {_folder.File("venues")}/simulator.json --data-dir {desk}";

    /// <summary>A start that is expected to end by itself.</summary>
    public PropBotProcess Start(string desk, params (string Name, string Value)[] environment) =>
        PropBotProcess.Start($"run --profile paper --urls http://127.0.0.1:0 {Arguments(desk)}", [("API_TOKEN", BotUnderTest.Token), .. environment]);

    public static Task<JsonElement> TradesAsync(BotUnderTest bot, CancellationToken limit) =>
        bot.Client.WaitAsync("/api/ui/status", s => OrdersPlaced(s) >= 4, limit);

    public static long OrdersPlaced(JsonElement status) => status.GetProperty("counters").GetProperty("orders_placed").GetInt64();

    /// <summary>
    /// From here on the ledger is away. It is told on every way, in both languages; nothing reaches the venues until the caller mends it.
    /// </summary>
    public async Task AssertStandsStillAsync(BotUnderTest bot, string fault, (string English, string Russian) words, CancellationToken limit)
    {
        JsonElement health = await bot.Client.WaitAsync("/healthz", h => h.GetProperty("journal_fault").ValueKind == JsonValueKind.String, limit);
        Assert.Equal(fault, health.GetProperty("journal_fault").GetString());
        Assert.Equal((false, false, true), (Flag(health, "ok"), Flag(health, "journal_ok"), Flag(health, "engine_alive")));

        // Two attempts later every request that was on its way has arrived.
        await EventsAsync(bot, 2, limit);
        int before = (await BooksAsync(limit)).Orders.Count;
        JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit);
        Assert.Equal("ledger_failed", status.GetProperty("opening_blocks")[0].GetProperty("code").GetString());
        JsonElement alert = status.GetProperty("alerts")[0];
        Assert.Equal("ledger_failed", alert.GetProperty("code").GetString());
        Assert.Contains(words.English, alert.GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains(words.Russian, alert.GetProperty("ru").GetString(), StringComparison.Ordinal);
        Assert.Contains(words.English, await bot.Client.TextAsync("/ui/dashboard?lang=en", limit), StringComparison.Ordinal);
        Assert.Contains(words.Russian, await bot.Client.TextAsync("/ui/dashboard?lang=ru", limit), StringComparison.Ordinal);
        Assert.Contains("journal:not_ok", (await bot.Client.GetAsync("/live-readiness", limit)).GetProperty("reasons").ToString(), StringComparison.Ordinal);
        (HttpStatusCode code, string answer) = await bot.Client.TryAsync("/api/ui/trades/close-all", """{"correlation_id":"too-early"}""", limit);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains(words.English, answer, StringComparison.Ordinal);

        await EventsAsync(bot, EventsOfAnOutage, limit);
        Assert.Equal(before, (await BooksAsync(limit)).Orders.Count);
    }

    /// <summary>The ledger is back: it goes on by itself, and says what happened.</summary>
    public static async Task AssertGoesOnAsync(BotUnderTest bot, CancellationToken limit)
    {
        await bot.Client.WaitAsync("/healthz", h => Flag(h, "ok"), limit);
        await bot.Client.WaitAsync(
            "/api/ui/status", s => s.GetProperty("alerts").EnumerateArray().Any(a => a.GetProperty("code").GetString() == "ledger_restored"), limit);
        // What was given while the ledger was away stayed given: it is carried out now, and the desk holds by it until its people let it go on.
        JsonElement sweeps = await bot.Client.WaitAsync("/api/ui/sweeps", s => TooEarly(s) is { } run && run.GetProperty("status").GetString() != "running", limit);
        Assert.Equal("done", TooEarly(sweeps)!.Value.GetProperty("status").GetString());
        long orders = OrdersPlaced(await bot.Client.WaitAsync("/api/ui/status", MayResume, limit));
        await bot.Client.PostAsync("/api/ui/resume-request", """{"reason":"the ledger is back"}""", limit);
        await bot.Client.PostAsync("/api/ui/resume-confirm", "{}", limit);
        await bot.Client.PostAsync("/api/ui/resume", "{}", limit);
        await bot.Client.WaitAsync("/api/ui/status", s => OrdersPlaced(s) >= orders + 2, limit);
    }

    private static bool MayResume(JsonElement status) => status.GetProperty("preflight").EnumerateArray()
        .All(check => check.GetProperty("ok").GetBoolean() || !check.GetProperty("blocks_resume").GetBoolean());

    private static JsonElement? TooEarly(JsonElement sweeps)
    {
        JsonElement[] found = [.. sweeps.GetProperty("runs").EnumerateArray().Where(r => r.GetProperty("id").GetString() == "too-early")];
        return found.Length == 0 ? null : found[0];
    }

    /// <summary>Everything is closed and the process ended in order; what the venues say then is what the ledger must say.</summary>
    public async Task<Ending> EndAsync(BotUnderTest bot, CancellationToken limit)
    {
        await bot.Client.WaitAsync("/healthz", h => Flag(h, "ok"), limit);
        await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id":"end","reason":"end of the test"}""", limit);
        JsonElement quiet = await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit));
        return new Ending(quiet, await AccountsAsync(limit), await BooksAsync(limit));
    }

    /// <summary>Orders that start number <paramref name="epoch"/> has at the venues.</summary>
    public async Task<int> OrdersOfAsync(long epoch, CancellationToken limit) =>
        (await BooksAsync(limit)).Orders.Count(o => o.ClientOrderId.EndsWith($"e{epoch}", StringComparison.Ordinal));

    public Task<VenueBooks> BooksAsync(CancellationToken limit) => VenueBooks.ReadAsync(_control, limit);

    public Task<JsonElement> AccountsAsync(CancellationToken limit) => _control.AccountsAsync(limit);

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _venues.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task EventsAsync(BotUnderTest bot, int count, CancellationToken limit)
    {
        int seen = 0;
        await bot.Client.WaitAsync("/healthz", _ => ++seen > count, limit);
    }

    private static bool Flag(JsonElement health, string name) => health.GetProperty(name).GetBoolean();

    /// <summary>What the venues and the bot said last.</summary>
    internal sealed record Ending(JsonElement Status, JsonElement Accounts, VenueBooks Venues)
    {
        /// <summary>Positions, fees and cash are the venues', no order was sent twice, every order has its intent, and there was no case.</summary>
        public void AssertNothingIsLost(ILedgerReads ledger, int outages)
        {
            DeskAgainstVenues.AssertAgree(Status, Accounts, ledger);
            Assert.Equal(0, Venues.RepeatedClientOrderIds);
            string[] intents = [.. ledger.AllPairs().SelectMany(p => ledger.OrdersOf(p.Id)).Select(o => o.Intent.ClientOrderId.Value)];
            Assert.All(Venues.Orders.Where(o => o.IsClients), o => Assert.Contains(o.ClientOrderId, intents));
            Assert.Empty(ledger.Documents<CaseChanged>(new DocumentQuery()));
            IReadOnlyList<OutageRecorded> recorded = ledger.Documents<OutageRecorded>(new DocumentQuery());
            Assert.True(recorded.Count >= outages, $"{recorded.Count} outages are in the ledger, there were {outages}");
        }
    }
}
