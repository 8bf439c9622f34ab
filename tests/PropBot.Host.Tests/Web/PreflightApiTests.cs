using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: whoever is on shift makes the start-up checks now, sees each with value, threshold and time, and moves no brake by it.</summary>
public sealed class PreflightApiTests
{
    [Fact]
    public async Task Preflight_ReadsAgain_AnswersEveryCheckWithItsNumbersAndTime_AndIsKeptInTheJournal()
    {
        var wanted = new MarginTerms(MarginMode.Cross, 3m);
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with
        {
            MarginTerms = new Dictionary<VenueId, MarginTerms> { [VenueId.BinanceUm] = wanted, [VenueId.OkxPerp] = wanted },
        });
        foreach (VenueId venue in (VenueId[])[VenueId.BinanceUm, VenueId.OkxPerp])
        {
            desk.Engine!.Feed(new VenueClockMeasured(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(5)));
        }

        desk.Pass(1);
        JsonElement green = await RunAsync(desk, new { reason = "before the shift" });
        Assert.True(green.GetProperty("passed").GetBoolean(), green.ToString());
        // Clocks, tiers and coins are read in their own time and say which: a check is not younger than what it rests on.
        string[] readByThemselves = ["clocks", "settle_coins", "margin_tiers"];
        Assert.All(green.GetProperty("checks").EnumerateArray(), c =>
        {
            Assert.True(c.GetProperty("value").GetString()!.Length > 0 && c.GetProperty("threshold").GetString()!.Length > 0, c.ToString());
            Assert.Equal(readByThemselves.Contains(c.GetProperty("name").GetString()), c.GetProperty("at").GetDateTimeOffset() < desk.Engine!.At);
        });

        desk.Engine!.Venues[VenueId.OkxPerp].Settings = new AccountSettings(
            VenueId.OkxPerp, [new InstrumentSettings(new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")), PositionMode.Hedge, MarginMode.Cross, 3m)]);
        JsonElement red = await RunAsync(desk, new { });
        JsonElement modes = red.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "modes");
        Assert.Equal((false, false), (red.GetProperty("passed").GetBoolean(), modes.GetProperty("ok").GetBoolean()));
        Assert.Contains("okx-perp:BTCUSDT: hedge, cross", modes.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Contains("верните на бирже", modes.GetProperty("ru").GetString(), StringComparison.Ordinal);
        Assert.Contains(desk.Engine.Ledger.Lines, l => l.Type == "preflight.run" && l.Payload.Contains(new("actor", "api")) && l.Payload.Contains(new("reason", "before the shift")));
        Assert.Equal(["api", "api"], desk.Engine.Ledger.Lines.Where(l => l.Type == "preflight.run").Select(l => l.Payload.Single(p => p.Key == "actor").Value));
        Assert.Equal(Core.Engine.ControlMode.Run, desk.Control().Mode);
    }

    private static async Task<JsonElement> RunAsync(WebDesk desk, object body)
    {
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/ui/preflight", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await WebDesk.JsonAsync(answer);
    }
}
