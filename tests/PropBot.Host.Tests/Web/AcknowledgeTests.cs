using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: changed rules, a ban, an uncertain clock and a margin call are seen, and an operator accepts the rules in their name.</summary>
public sealed class AcknowledgeTests
{
    private static readonly InstrumentId OkxBtc = new(VenueId.OkxPerp, SampleDesk.Btc);

    [Theory]
    [InlineData("{\"instrument\": \"okx-perp:BTCUSDT\"}", true)]
    [InlineData("{\"instrument\": \"okx_perp:btcusdt\", \"all\": false}", true)]
    [InlineData("{\"all\": true}", false)]
    public async Task Acknowledge_AChange_IsOrderedInTheirName(string body, bool isOne)
    {
        await using WebDesk desk = await WebDesk.StartAsync(Changed());
        using HttpResponseMessage answer = await PostAsync(desk, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([(isOne ? OkxBtc : null, "api", "case-7")], desk.Acknowledged);
        JsonElement change = (await WebDesk.JsonAsync(answer)).GetProperty("acknowledged")[0];
        Assert.Equal("okx-perp:BTCUSDT", change.GetProperty("instrument").GetString());
        Assert.Equal("0.01", change.GetProperty("changes")[0].GetProperty("after").GetString());
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    [InlineData("null", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity, "name one instrument or all")]
    [InlineData("{\"instrument\": \"okx-perp:BTCUSDT\", \"all\": true}", HttpStatusCode.UnprocessableEntity, "name one instrument or all")]
    [InlineData("{\"instrument\": \":\"}", HttpStatusCode.NotFound, "there is no instrument")]
    [InlineData("{\"instrument\": \"kraken:BTCUSDT\"}", HttpStatusCode.NotFound, "there is no instrument 'kraken:BTCUSDT'")]
    [InlineData("{\"instrument\": \"binance-um:BTCUSDT\"}", HttpStatusCode.Conflict, "no change to acknowledge")]
    public async Task Acknowledge_WhatCannotBe_SaysWhy(string body, HttpStatusCode status, string detail)
    {
        await using WebDesk desk = await WebDesk.StartAsync(Changed());
        using HttpResponseMessage answer = await PostAsync(desk, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(detail, (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(desk.Acknowledged);
    }

    [Fact]
    public async Task Acknowledge_AllWhereNothingHasChanged_IsDoneAndOrdersNothing()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpResponseMessage answer = await PostAsync(desk, "{\"all\": true}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, (await WebDesk.JsonAsync(answer)).GetProperty("acknowledged").GetArrayLength());
        Assert.Empty(desk.Acknowledged);
    }

    [Fact]
    public async Task Acknowledge_EngineGone_Is503()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Changed());
        desk.TakesCommands = false;
        using HttpResponseMessage answer = await PostAsync(desk, "{\"all\": true}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData(WebDesk.OperatorToken, true)]
    [InlineData(WebDesk.ViewerToken, false)]
    public async Task Page_WithAChange_HasAButtonForOperatorsOnly(string token, bool isShown)
    {
        await using WebDesk desk = await WebDesk.StartAsync(Changed());
        string page = await desk.TextAsync("/ui/dashboard", token);
        Assert.Contains("tick 0.1 -&gt; 0.01", page, StringComparison.Ordinal);
        Assert.Equal(isShown, page.Contains("action=\"/ui/instruments/acknowledge\"", StringComparison.Ordinal));
        await using WebDesk quiet = await WebDesk.TradingAsync();
        Assert.DoesNotContain("/ui/instruments/acknowledge", await quiet.TextAsync("/ui/dashboard", token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_AreTheSameOnPageStatusAndMetrics()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Changed());
        JsonElement okx = (await desk.JsonAsync("/api/ui/status")).GetProperty("venues").EnumerateArray().Single(v => v.GetProperty("venue").GetString() == "okx-perp");
        Assert.Equal("banned", okx.GetProperty("access").GetString());
        Assert.Equal(75, okx.GetProperty("access_for_seconds").GetDouble());
        Assert.Equal(1270, okx.GetProperty("clock_offset_ms").GetDouble());
        Assert.Equal(0.62m, okx.GetProperty("account").GetProperty("margin_ratio").GetDecimal());
        Assert.Equal("0.1", okx.GetProperty("books").EnumerateArray().First(b => b.GetProperty("symbol").GetString() == "BTCUSDT").GetProperty("unread_changes")[0].GetProperty("before").GetString());

        string metrics = await desk.TextAsync("/metrics", null);
        Assert.Contains("propbot_venue_access{venue=\"okx-perp\",state=\"banned\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_venue_margin_ratio{venue=\"okx-perp\"} 0.62", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_venue_clock_uncertainty_seconds{venue=\"okx-perp\"} 6", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_margin_call{venue=\"okx-perp\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_instrument_changed{venue=\"okx-perp\",symbol=\"BTCUSDT\"} 1", metrics, StringComparison.Ordinal);

        string page = await desk.TextAsync("/ui/dashboard?lang=ru");
        Assert.Contains("запрещён", page, StringComparison.Ordinal);
        Assert.Contains("62.00 %", page, StringComparison.Ordinal);
        Assert.Contains("маржа на исходе", page, StringComparison.Ordinal);
    }

    private static EngineSnapshot Changed()
    {
        EngineSnapshot trading = SampleDesk.Trading();
        return trading with { Venues = [.. trading.Venues.Select(v => v.Venue == VenueId.OkxPerp ? Struck(v) : v)] };
    }

    private static VenueSnapshot Struck(VenueSnapshot venue) => venue with
    {
        Books = [.. venue.Books.Select(b => b.Instrument == OkxBtc ? b with { UnreadChanges = [new RuleChange("tick", "0.1", "0.01")] } : b)],
        Clock = new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.FromSeconds(1.27), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5)),
        Access = VenueAccess.Banned,
        AccessFor = TimeSpan.FromSeconds(75),
        AccessReason = "418",
        MarginRatio = 0.62m,
        MarginCall = "mgnRatio 1.6",
    };

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string body)
    {
        using HttpClient client = desk.Client();
        client.DefaultRequestHeaders.Add("X-Correlation-Id", "case-7");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/api/ui/instruments/acknowledge", content);
    }
}
