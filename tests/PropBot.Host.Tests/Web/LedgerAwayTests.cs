using System.Net;
using System.Text.Json;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: while the ledger is away the page stays, says why in both languages, and tells what became of a command.</summary>
public sealed class LedgerAwayTests
{
    [Theory]
    [InlineData("en", LedgerFault.DiskFull, "The ledger data/ledger.db takes no writes since 10:15:00 UTC: the disk is full. Free some space.")]
    [InlineData("ru", LedgerFault.DiskFull, "Журнал data/ledger.db не принимает записи с 10:15:00 UTC: диск заполнен. Освободите место.")]
    [InlineData("en", LedgerFault.ReadOnly, "it can only be read.")]
    [InlineData("ru", LedgerFault.ReadOnly, "он открыт только на чтение.")]
    [InlineData("en", LedgerFault.ServerGone, "Check that PostgreSQL runs and can be reached.")]
    [InlineData("ru", LedgerFault.ServerGone, "Проверьте, что PostgreSQL запущен и доступен.")]
    public async Task Page_SaysWhy_AndNeedsNoLedger(string language, LedgerFault fault, string said)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        Break(desk, fault);
        desk.Ledger.IsBroken = true;
        Assert.Contains(said, await desk.TextAsync($"/ui/dashboard?lang={language}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LedgerThatCannotBeRead_ShowsWhatWasReadLast()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string closed = SampleDesk.ClosedPairs[0].Id.ToString();
        Assert.Contains(closed, await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        desk.Ledger.IsBroken = true;
        Assert.Contains(closed, await desk.TextAsync("/ui/dashboard?lang=en&range=1h"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NamesTheFault_AndHealthIs503()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        Break(desk, LedgerFault.ServerGone);
        JsonElement health = (await desk.JsonAsync("/api/ui/status")).GetProperty("health");
        Assert.Equal("server_gone", health.GetProperty("journal_fault").GetString());
        using HttpClient client = desk.Client(null);
        using HttpResponseMessage answer = await client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using HttpResponseMessage ready = await client.GetAsync("/live-readiness");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("journal:not_ok", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "The command stays given")]
    [InlineData(false, "Not taken")]
    public async Task Form_ThatIsNotCarriedOut_LeadsBackToThePage_WhichSaysWhatBecameOfIt(bool staysGiven, string said)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.TakesCommands = false;
        desk.KeepsCommands = staysGiven;
        var browser = new Browser(desk);
        await browser.LogInAsync(WebDesk.OperatorToken);
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard?lang=en"));
        using HttpResponseMessage answer = await browser.PostAsync("/ui/hold", ("reason", "news"), ("csrf", csrf));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains(said, await browser.PageAsync(answer.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    private static void Break(WebDesk desk, LedgerFault fault) => desk.Health = desk.Health with
    {
        JournalOk = false,
        Ledger = new LedgerTrouble(fault, "data/ledger.db", "what the store says", new DateTimeOffset(2026, 3, 4, 10, 15, 0, TimeSpan.Zero), 3),
    };
}
