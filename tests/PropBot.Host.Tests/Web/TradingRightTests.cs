using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>What a venue lets our key do, on every surface that an operator reads.</summary>
public sealed class TradingRightTests
{
    private static readonly DateTimeOffset End = SampleDesk.Trading().At.AddDays(3);

    [Fact]
    public async Task Withdrawn_IsSaidByStatusPageMetricsAndReadiness()
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(TradingRightStatus.Withdrawn, new TradingRights(VenueId.OkxPerp, MayTrade: false, "perm read_only")));
        JsonElement right = (await desk.JsonAsync("/api/ui/status")).GetProperty("venues").EnumerateArray()
            .Single(v => v.GetProperty("venue").GetString() == "okx-perp").GetProperty("trading_right");
        Assert.Equal(("withdrawn", "perm read_only"), (right.GetProperty("status").GetString(), right.GetProperty("detail").GetString()));
        Assert.Contains("data-code=\"withdrawn\">нет<", await desk.TextAsync("/ui/dashboard?lang=ru"), StringComparison.Ordinal);
        Assert.Contains("title=\"perm read_only\"", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        Assert.Contains("propbot_venue_trading_right{venue=\"okx-perp\",state=\"withdrawn\"} 1", await desk.TextAsync("/metrics", null), StringComparison.Ordinal);
        Assert.Equal(["trading_right:okx-perp:withdrawn"], await WarningsAsync(desk));
    }

    [Fact]
    public async Task Ending_IsAWarningBeforeItsEnd()
    {
        await using WebDesk desk = await WebDesk.StartAsync(With(TradingRightStatus.Granted, new TradingRights(VenueId.OkxPerp, MayTrade: true, "readOnly 0", End)));
        Assert.Equal(["trading_right:okx-perp:ends_soon"], await WarningsAsync(desk));
    }

    private static async Task<IEnumerable<string?>> WarningsAsync(WebDesk desk) =>
        (await desk.JsonAsync("/live-readiness")).GetProperty("warnings").EnumerateArray()
            .Select(w => w.GetString()).Where(w => w!.StartsWith("trading_right", StringComparison.Ordinal));

    private static EngineSnapshot With(TradingRightStatus status, TradingRights rights)
    {
        EngineSnapshot trading = SampleDesk.Trading();
        return trading with
        {
            Venues = [.. trading.Venues.Select(v => v with
            {
                TradingRight = v.Venue == rights.Venue ? status : TradingRightStatus.Granted,
                Rights = v.Venue == rights.Venue ? rights : null,
            })],
        };
    }
}
