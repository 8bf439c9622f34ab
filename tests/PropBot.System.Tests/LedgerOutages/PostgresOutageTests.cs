using System.Globalization;
using PropBot.Host;
using PropBot.Ledger.Postgres;
using PropBot.Testing.Postgres;
using Xunit;

namespace PropBot.SystemTests.LedgerOutages;

/// <summary>
/// Goal: PostgreSQL goes away under a trading bot and comes back: opening stops at once, nothing is lost or doubled, and one process leads,
/// whatever another one believes.
/// </summary>
public sealed class PostgresOutageTests
{
    private const string AwayEnglish = "the server does not answer";
    private const string AwayRussian = "сервер не отвечает";

    [Fact]
    public async Task Server_GoneWhileTrading_NothingOpens_AndItGoesOnByItself()
    {
        PostgresFixture.SkipWithoutPostgres();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using PostgresServer server = PostgresServer.Start();
        string url = server.NewDatabase();
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await StartAsync(market, "desk", url, limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            server.Crash();
            await market.AssertStandsStillAsync(bot, "server_gone", (AwayEnglish, AwayRussian), limit.Token);
            server.Resume();
            await OutageMarket.AssertGoesOnAsync(bot, limit.Token);
            ending = await market.EndAsync(bot, limit.Token);
        }

        AssertNothingIsLost(ending, url, outages: 1);
    }

    [Fact]
    public async Task Bot_KilledWhileTheServerIsGone_IsRefusedUntilItIsBack_AndThenFindsEverything()
    {
        PostgresFixture.SkipWithoutPostgres();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using PostgresServer server = PostgresServer.Start();
        string url = server.NewDatabase();
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        await using (BotUnderTest bot = await StartAsync(market, "desk", url, limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            server.Crash();
            await bot.Client.WaitAsync("/healthz", h => h.GetProperty("journal_fault").GetString() == "server_gone", limit.Token);
            await bot.Process.KillAsync();
        }

        await using (PropBotProcess refused = market.Start(market.File("desk"), Environment(url)))
        {
            Assert.Equal(ExitCodes.Unavailable, await refused.EndAsync(limit.Token));
            Assert.Contains("the server does not answer", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("Check that PostgreSQL runs", refused.Errors, StringComparison.Ordinal);
        }

        server.Resume();
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await StartAsync(market, "desk", url, limit.Token))
        {
            ending = await market.EndAsync(bot, limit.Token);
        }

        AssertNothingIsLost(ending, url, outages: 0);
    }

    [Fact]
    public async Task SecondProcess_IsRefused_AndALeaderThatSleptSendsNothingMore()
    {
        PostgresFixture.SkipWithoutPostgres();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using PostgresServer server = PostgresServer.Start();
        string url = server.NewDatabase();
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        await using BotUnderTest first = await StartAsync(market, "desk", url, limit.Token);
        await OutageMarket.TradesAsync(first, limit.Token);
        await using (PropBotProcess refused = market.Start(market.File("other"), Environment(url)))
        {
            Assert.Equal(ExitCodes.Unavailable, await refused.EndAsync(limit.Token));
            Assert.Contains("Waiting for it to run out", refused.Output, StringComparison.Ordinal);
            Assert.Contains("another process has it", refused.Errors, StringComparison.Ordinal);
        }

        long epoch = long.Parse(server.Ask(url, "SELECT epoch FROM leader_lease"), CultureInfo.InvariantCulture);
        first.Process.Pause();
        OutageMarket.Ending ending;
        await using (BotUnderTest second = await StartAsync(market, "other", url, limit.Token))
        {
            int left = await market.OrdersOfAsync(epoch, limit.Token);
            Assert.True(left > 0, $"no order at the venues is of start {epoch}");
            first.Process.Continue();
            Assert.Equal(ExitCodes.Failed, await first.Process.EndAsync(limit.Token));
            Assert.Contains("may trade on", first.Process.Output, StringComparison.Ordinal);
            Assert.Equal(left, await market.OrdersOfAsync(epoch, limit.Token));

            ending = await market.EndAsync(second, limit.Token);
        }

        AssertNothingIsLost(ending, url, outages: 0);
    }

    private static Task<BotUnderTest> StartAsync(OutageMarket market, string desk, string url, CancellationToken limit) =>
        BotUnderTest.StartAsync(market.Arguments(market.File(desk)), limit, Environment(url));

    /// <summary>The shortest lease that is allowed, so that a start after a kill does not wait long.</summary>
    private static (string Name, string Value)[] Environment(string url) => [("LEDGER_URL", url), ("LEADER_LOCK_TTL_SEC", "5")];

    private static void AssertNothingIsLost(OutageMarket.Ending ending, string url, int outages)
    {
        using PostgresLedgerStore ledger = PostgresLedgerStore.Open(PostgresAddress.Parse(url), TimeProvider.System, TimeProvider.System);
        ending.AssertNothingIsLost(ledger, outages);
    }
}
