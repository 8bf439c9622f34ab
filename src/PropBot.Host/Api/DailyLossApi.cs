using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class DailyLossApi
{
    public static void MapDailyLoss(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/daily_loss_status", (DeskReader desk) => Answer(desk.Read()))
        .WithSummary("What the UTC day has lost against its limits")
        .Produces<DailyLossResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(DeskReading desk) => desk.Snapshot is { } snapshot
        ? TypedResults.Ok(DailyLossResponse.Of(snapshot.Day))
        : ErrorResponse.NoSnapshot();
}

/// <summary>The day's limits in the contract's words (section 4.2); money in USDT.</summary>
internal sealed record DailyLossResponse
{
    public required DateOnly UtcDay { get; init; }

    /// <summary>Trading at average cost, fees, funding, other income; negative is lost.</summary>
    public required decimal RealizedPnlTodayUsdt { get; init; }

    /// <summary>The same as <see cref="RealizedPnlTodayUsdt"/>.</summary>
    public required decimal RealizedTodayUsdt { get; init; }

    public required decimal LossesUsdt { get; init; }

    /// <summary>Null when there is no limit.</summary>
    public decimal? MaxDailyLossUsdt { get; init; }

    /// <summary>The same as <see cref="MaxDailyLossUsdt"/>.</summary>
    public decimal? CapUsdt { get; init; }

    /// <summary>Realised losses of the limit, percent, at most 1,000.</summary>
    public required decimal PercentageUsed { get; init; }

    /// <summary>Negative beyond the limit, null without one.</summary>
    public decimal? RemainingUsdt { get; init; }

    /// <summary>What equity at the marks has changed by today; null while it is not known.</summary>
    public decimal? EquityChangeTodayUsdt { get; init; }

    /// <summary>The variant with what is not realised; the limit is reached by either.</summary>
    public required decimal EquityLossesUsdt { get; init; }

    /// <summary>The limit was reached today, by realised losses or with open positions; it stays so until the day is over.</summary>
    public required bool Breached { get; init; }

    /// <summary>A reached limit is acted upon.</summary>
    public required bool Enabled { get; init; }

    /// <summary>A reached limit stops opening.</summary>
    public required bool Blocking { get; init; }

    /// <summary>How far equity is below its highest of the day.</summary>
    public required decimal DrawdownBps { get; init; }

    public decimal? MaxDayDrawdownBps { get; init; }

    public required bool DrawdownBreached { get; init; }

    public static DailyLossResponse Of(DaySnapshot day) => new()
    {
        UtcDay = day.Date,
        RealizedPnlTodayUsdt = day.Realized,
        RealizedTodayUsdt = day.Realized,
        LossesUsdt = day.Losses,
        MaxDailyLossUsdt = day.MaxLoss,
        CapUsdt = day.MaxLoss,
        PercentageUsed = Math.Round(day.PercentageUsed, 4, MidpointRounding.ToZero),
        RemainingUsdt = day.Remaining,
        EquityChangeTodayUsdt = day.EquityChange,
        EquityLossesUsdt = day.EquityLosses,
        Breached = day.IsLossBreached,
        Enabled = day.IsEnforced,
        Blocking = day.IsBlocking,
        DrawdownBps = Math.Round(day.DrawdownBps, 4, MidpointRounding.ToZero),
        MaxDayDrawdownBps = day.MaxDrawdownBps,
        DrawdownBreached = day.IsDrawdownBreached,
    };
}
