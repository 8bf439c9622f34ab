using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class DashboardTests
{
    private static readonly string[] Sections =
        ["state", "notices", "totals", "equity", "split", "opening", "alerts", "sweeps", "open-pairs", "edges", "closed-pairs", "books", "venues", "counters", "foot"];

    [Theory]
    [InlineData("en", "Operator Dashboard", "Order books", "Edges after every cost", "Closed pairs")]
    [InlineData("ru", "Пульт оператора", "Стаканы", "Преимущества после всех издержек", "Закрытые пары")]
    public async Task Page_EitherLanguage_HasEverySection(string language, params string[] words)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync($"/ui/dashboard?lang={language}");
        Assert.Contains($"<html lang=\"{language}\">", page);
        Assert.All(Sections, id => Assert.Single(Regex.Matches(page, $" id=\"{id}\"")));
        string visible = PageText.Visible(page);
        Assert.All(words, word => Assert.Contains(word, visible));
        Assert.All((string[])["binance-um", "okx-perp", "bybit-linear", "P000012", "P000011", "BTCUSDT"], word => Assert.Contains(word, visible));
        Assert.Contains("<svg class=\"chart\"", page);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Page_IsWellFormed(string language)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync($"/ui/dashboard?lang={language}");
        // The page keeps to what XML and HTML share, save for the elements and attributes that HTML leaves empty.
        string xml = Regex.Replace(page, "<!doctype html>", "", RegexOptions.IgnoreCase);
        xml = Regex.Replace(xml, "<(meta|link|input)([^>]*)>", "<$1$2/>").Replace(" defer>", " defer=\"\">").Replace(" hidden>", " hidden=\"\">").Replace(" required autofocus", "");
        Assert.NotNull(XDocument.Parse(xml).Root);
    }

    [Fact]
    public async Task Page_NeedsNothingFromElsewhereAndNoScriptToBeRead()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard");
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.DoesNotContain(" style=", page);
        Assert.DoesNotContain(" onclick", page);
        Assert.Matches("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>", page);
        Match script = Assert.Single(Regex.Matches(page, "<script[^>]*>(.*?)</script>"));
        Assert.Empty(script.Groups[1].Value);
        foreach (Match asset in Regex.Matches(page, "/ui/assets/[^\"]+"))
        {
            Assert.NotEmpty(await desk.TextAsync(asset.Value, token: null));
        }
    }

    [Fact]
    public async Task Script_IsTiny()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string script = await desk.TextAsync("/ui/assets/app.js", token: null);
        Assert.InRange(script.Split('\n').Length, 1, 60);
    }

    [Fact]
    public async Task HostileText_StaysText()
    {
        const string hostile = "<script>alert('x')</script>\" onload=\"x";
        EngineSnapshot snapshot = SampleDesk.Trading();
        var known = new ReconciliationCase
        {
            Id = new CaseId(1),
            Matter = new CaseMatter(VenueId.OkxPerp, null, CaseKind.Fill, hostile),
            Ours = hostile,
            Theirs = hostile,
            Owner = hostile,
            OpenedAt = SampleDesk.Now,
        };
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with
        {
            Control = ControlState.Held(new HoldCause(HoldKind.Operator, hostile, hostile, SampleDesk.Now)),
            OpeningBlocks = [new OpeningBlock(hostile, hostile, hostile)],
            Alerts = [new AlertSnapshot(SampleDesk.Now, hostile, hostile, hostile, hostile)],
            Venues = [.. snapshot.Venues.Select(v => v with { LinkReason = hostile, Cases = [known] })],
            Cases = [known],
            ActivePairs = [.. snapshot.ActivePairs.Select(p => p with { Pair = p.Pair with { LastError = hostile } })],
            Edges = [.. snapshot.Edges.Select(e => e with { Verdict = hostile })],
        });
        desk.Feed = desk.Feed with { Name = hostile, RecordingPath = hostile, Sentence = new LocalText(hostile, hostile), Notices = [new LocalText(hostile, hostile)] };
        desk.Health = desk.Health with { HaltedReason = hostile };
        string page = await desk.TextAsync("/ui/dashboard");
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("\" onload=\"", page);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;", page);
    }

    [Theory]
    [InlineData("en", "No pair has been opened yet: HOLD since 2026-03-04 10:15:24 UTC by bootstrap")]
    [InlineData("ru", "Пар ещё не открывали: HOLD с 2026-03-04 10:15:24 UTC, инициатор bootstrap")]
    public async Task EmptyDesk_SaysWhy(string language, string said)
    {
        await using WebDesk desk = await WebDesk.StartAsync(SampleDesk.Starting());
        desk.Ledger.Terminal.Clear();
        desk.Ledger.Curve.Clear();
        string page = PageText.Visible(await desk.TextAsync($"/ui/dashboard?lang={language}"));
        Assert.Contains(said, page);
        Assert.Contains(Catalogue.NoClosedPairs.In(Languages.Parse(language)!.Value), page);
        Assert.Contains(Catalogue.ChartEmpty.In(Languages.Parse(language)!.Value), page);
        Assert.Contains(Catalogue.Preflight.In(Languages.Parse(language)!.Value), page);
    }

    [Fact]
    public async Task QuietDesk_NamesTheBestEdgeAndWhatItLacks()
    {
        EngineSnapshot snapshot = SampleDesk.Of([]) with { OpeningBlocks = [] };
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with { Edges = [.. snapshot.Edges.Skip(1)] });
        string page = PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=en"));
        Assert.Contains("No pair is open now: the best edge after costs is 1.2 bps (ETHUSDT: long okx-perp, short binance-um); below the minimum.", page);
        Assert.Contains("Nothing blocks opening.", page);
    }

    [Fact]
    public async Task StartingEngine_HasAPageThatSaysSo()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        Assert.Contains(Catalogue.Starting.English, page);
        Assert.All(Sections, id => Assert.Contains($" id=\"{id}\"", page));
    }

    [Theory]
    [InlineData(FeedKind.Model, "Simulated market model")]
    [InlineData(FeedKind.Recorded, "Recorded data, books spread around recorded prices")]
    [InlineData(FeedKind.Venue, "Market data of the venues")]
    public async Task Feed_IsNamedForWhatItIs(FeedKind kind, string said)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Feed = desk.Feed with { Kind = kind, RecordingPath = "recordings/crash", Speed = 60m, Notices = [new LocalText("line 17 was skipped", "строка 17 пропущена")] };
        string page = PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=en"));
        Assert.Contains(said, page);
        Assert.Contains("Speed ×60 · Seed 42 · Recording recordings/crash", page);
        Assert.Contains("line 17 was skipped", page);
        Assert.Contains("PAPER", page);
    }

    [Fact]
    public async Task DeadEngine_IsSaidFirst()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Health = desk.Health with { EngineAlive = false, JournalOk = false, HaltedReason = "broken invariant: legs are equal" };
        string page = PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=en"));
        Assert.Contains("The engine has halted itself: broken invariant: legs are equal.", page);
        Assert.Contains("auto_trade OFF", page);

        desk.Health = desk.Health with { HaltedReason = null };
        page = PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=en"));
        Assert.Contains("The engine does not answer", page);
        Assert.Contains("The ledger takes no writes", page);
    }

    [Theory]
    [InlineData(WebDesk.ViewerToken, "viewer")]
    [InlineData(WebDesk.AuditorToken, "auditor")]
    public async Task WhoMayOnlyRead_SeesNoForm(string token, string role)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard?lang=en", token);
        Assert.DoesNotContain("<form", page);
        Assert.Contains("READ ONLY", page);
        Assert.Contains($"role-badge role-{role}", page);
    }

    [Fact]
    public async Task Operator_HasHoldAndNoReadOnlyMark()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        Assert.Contains("action=\"/ui/hold\"", page);
        Assert.DoesNotContain("READ ONLY", page);
    }

    [Theory]
    [InlineData("de-DE,ru;q=0.4,en;q=0.2", "ru")]
    [InlineData("en-GB,en;q=0.9,ru;q=0.8", "en")]
    [InlineData("ru-RU", "ru")]
    [InlineData("de", "en")]
    public async Task Language_ComesFromTheBrowserUntilOneIsChosen(string accepted, string expected)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        Assert.Contains($"<html lang=\"{expected}\">", await browser.PageAsync("/ui/login", accepted));
        string other = expected == "ru" ? "en" : "ru";
        await browser.GetAsync($"/ui/login?lang={other}", accepted);
        Assert.Contains($"<html lang=\"{other}\">", await browser.PageAsync("/ui/login", accepted));
    }

    [Fact]
    public async Task Difference_BetweenBooksAndEquity_IsSaid()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot);
        Assert.Contains("Capital + PnL = equity", await Visible(desk));
        desk.Board.Publish(snapshot with { Totals = snapshot.Totals with { Equity = snapshot.Totals.Equity + 0.01m } });
        Assert.Contains("differ from the equity by 0.01 USDT", await Visible(desk));

        static async Task<string> Visible(WebDesk desk) => PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=en"));
    }

    [Fact]
    public async Task Root_LeadsToTheDashboard()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client(null);
        using HttpResponseMessage answer = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/ui/dashboard", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Asset_Unknown_Is404()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client(null);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/ui/assets/other.js")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/ui/assets/..%2F..%2Fsecret")).StatusCode);
    }
}
