using System.Globalization;
using System.Text.Json;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>The same quantity is the same on the page, in the API and in the metrics, to the last digit.</summary>
public sealed class OneNumberTests
{
    [Fact]
    public async Task Totals_AreTheSameEverywhere()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        DeskTotals totals = SampleDesk.Trading().Totals;
        string page = await desk.TextAsync("/ui/dashboard");
        JsonElement status = (await desk.JsonAsync("/api/ui/status")).GetProperty("totals");
        JsonElement positions = (await desk.JsonAsync("/api/ui/positions")).GetProperty("totals");
        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));

        Check(totals.Equity!.Value, "equity", status.GetProperty("equity_usdt"), "propbot_equity_usdt{}");
        Check(totals.ClosedPnl.Total, "closed_pnl", positions.GetProperty("closed_pnl").GetProperty("total"), null);
        Check(totals.OpenPnl.Total, "open_pnl", positions.GetProperty("open_pnl").GetProperty("total"), null);
        Check(totals.ClosedPnl.Fees, "closed_fees", status.GetProperty("closed_pnl").GetProperty("fees"), "propbot_pnl_usdt{pairs=closed,part=fees}");
        Check(totals.OpenPnl.Slippage, "open_slippage", status.GetProperty("open_pnl").GetProperty("slippage"), "propbot_pnl_usdt{pairs=open,part=slippage}");
        Check(totals.NakedNotionalSeconds, "naked_notional_seconds", positions.GetProperty("naked_notional_seconds"), "propbot_naked_notional_seconds_total{}");
        Check(totals.OpenNotional, "open_notional", status.GetProperty("open_notional_usdt"), "propbot_open_notional_usdt{}");
        Check(totals.ClosedPairs, "closed_pairs", positions.GetProperty("closed_pairs"), "propbot_closed_pairs_total{}");
        Check(totals.PartialPairs, "partial_pairs", status.GetProperty("partial_pairs"), "propbot_pairs{status=partial}");
        DaySnapshot day = SampleDesk.Trading().Day;
        JsonElement cap = (await desk.JsonAsync("/api/ui/status")).GetProperty("daily_loss_cap");
        JsonElement dayStatus = await desk.JsonAsync("/api/ui/daily_loss_status");
        Assert.Equal(cap.ToString(), dayStatus.ToString());
        Check(day.WorstLosses, "daily_loss", dayStatus.GetProperty("equity_losses_usdt"), "propbot_daily_loss_usdt{}");
        Check(day.Realized, "realized_today", dayStatus.GetProperty("realized_pnl_today_usdt"), "bot_daily_loss_realized_usdt{}");
        Check(day.MaxLoss!.Value, "daily_loss_limit", dayStatus.GetProperty("max_daily_loss_usdt"), "bot_daily_loss_cap_usdt{}");

        void Check(decimal expected, string field, JsonElement api, string? metric)
        {
            Assert.Equal(expected, PageText.Field(page, field));
            Assert.Equal(expected, api.GetDecimal());
            if (metric is not null)
            {
                Assert.Equal(WireNumber.Format(expected), metrics[metric]);
            }
        }
    }

    [Fact]
    public async Task Pairs_AreTheSameOnPageAndInTheApi()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard");
        foreach (JsonElement position in (await desk.JsonAsync("/api/ui/positions?status=all")).GetProperty("positions").EnumerateArray())
        {
            string id = position.GetProperty("id").GetString()!;
            Assert.Equal(position.GetProperty("pnl_usdt").GetDecimal(), PageText.Field(page, "pair_pnl", id));
        }
    }

    [Fact]
    public async Task Venues_AreTheSameEverywhere()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard");
        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));
        foreach (JsonElement venue in (await desk.JsonAsync("/api/ui/status")).GetProperty("venues").EnumerateArray())
        {
            string name = venue.GetProperty("venue").GetString()!;
            decimal statement = venue.GetProperty("account").GetProperty("statement_equity_usdt").GetDecimal();
            Assert.Equal(statement, PageText.Field(page, "statement_equity", name));
            Assert.Equal(statement, decimal.Parse(metrics[$"propbot_venue_equity_usdt{{source=statement,venue={name}}}"], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Badges_AreTheSameEverywhere()
    {
        await using WebDesk desk = await WebDesk.StartAsync(SampleDesk.Starting());
        string page = await desk.TextAsync("/ui/dashboard");
        foreach (JsonProperty badge in (await desk.JsonAsync("/api/ui/status")).GetProperty("badges").EnumerateObject())
        {
            Assert.Contains($"data-badge=\"{badge.Name}\" data-code=\"{badge.Value.GetString()}\"", page);
        }

        Assert.Equal("1", PrometheusText.Values(await desk.TextAsync("/metrics"))["propbot_auto_trade{state=off}"]);
    }
}
