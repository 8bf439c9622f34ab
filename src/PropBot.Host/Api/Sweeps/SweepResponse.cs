using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Host.Api.Sweeps;

/// <summary>A sweep as it is now: what was asked, what was done, what is left.</summary>
internal sealed record SweepResponse
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    /// <summary>Null: every venue.</summary>
    public string? Venue { get; init; }

    /// <summary>Null: every symbol.</summary>
    public string? Symbol { get; init; }

    /// <summary>Positions too, not only open orders.</summary>
    public required bool TakesOffPositions { get; init; }

    public required string Actor { get; init; }

    public required string Source { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset StartedTs { get; init; }

    public DateTimeOffset? EndedTs { get; init; }

    public required int Legs { get; init; }

    public required int LegsDone { get; init; }

    public required SweepResultResponse Result { get; init; }

    /// <summary>Against the prices at the start, fees included; null when a leg could not be estimated.</summary>
    public decimal? EstimatedCostUsdt { get; init; }

    /// <summary>The same of what was done so far.</summary>
    public decimal? CostUsdt { get; init; }

    public required IReadOnlyList<SweepOrderResponse> Orders { get; init; }

    public required IReadOnlyList<SweepVenueResponse> Venues { get; init; }

    public static SweepResponse Of(Sweep sweep) => new()
    {
        Id = sweep.Id,
        Kind = sweep.Kind.Code(),
        Status = sweep.Status.Code(),
        Venue = sweep.Scope.Venue?.Name,
        Symbol = sweep.Scope.Symbol?.Name,
        TakesOffPositions = sweep.Scope.TakesOff,
        Actor = sweep.Actor,
        Source = sweep.Source,
        Reason = sweep.Reason,
        StartedTs = sweep.StartedAt,
        EndedTs = sweep.EndedAt,
        Legs = sweep.Legs.Count,
        LegsDone = sweep.LegsDone,
        Result = SweepResultResponse.Of(sweep),
        EstimatedCostUsdt = sweep.EstimatedCost,
        CostUsdt = sweep.ActualCost,
        Orders = [.. sweep.Orders.Select(o => SweepOrderResponse.Of(sweep, o))],
        Venues = [.. sweep.Venues.Select(SweepVenueResponse.Of)],
    };
}

/// <param name="Cancelled">Orders that the venues have cancelled.</param>
/// <param name="Failed">Orders that are still open as far as is known.</param>
internal sealed record SweepResultResponse(int Cancelled, int Failed)
{
    public static SweepResultResponse Of(Sweep sweep) => sweep.Status == SweepStatus.Simulated ? new(0, 0) : new(sweep.Cancelled, sweep.NotCancelled);
}

/// <param name="Origin"><c>ours</c> or <c>foreign</c>.</param>
/// <param name="Outcome"><c>cancelling</c>, <c>cancelled</c>, <c>ended</c> (it had come to its end before), or <c>simulated</c>.</param>
/// <param name="Requests">Cancels sent.</param>
/// <param name="Error">What the venue said to the latest cancel when it was not yes.</param>
internal sealed record SweepOrderResponse(
    string Venue, string Symbol, string ClientOrderId, string? VenueOrderId, string Origin, Side? Side, decimal? Quantity, decimal? LimitPrice,
    string Outcome, int Requests, string? Error)
{
    public static SweepOrderResponse Of(Sweep sweep, SweepOrder order) => new(
        order.Instrument.Venue.Name, order.Instrument.Symbol.Name, order.ClientOrderId.Value, order.VenueOrderId?.Value,
        order.IsOurs ? "ours" : "foreign", order.Side, order.Quantity?.Value, order.LimitPrice?.Value,
        sweep.Status == SweepStatus.Simulated ? SweepStatus.Simulated.Code() : order.Outcome.Code(), order.Requests, order.Trouble);
}

/// <param name="OrdersCleanTs">When its own list, asked for after the last order had ended, showed no open order; null before.</param>
/// <param name="PositionsCleanTs">The same of its statement of positions.</param>
/// <param name="Wait">Why it is not clean yet: <c>none</c>, <c>not_connected</c>, <c>not_read</c>, <c>orders_unsettled</c>, <c>orders_open</c>, <c>positions_held</c>, <c>abandoned</c>.</param>
internal sealed record SweepVenueResponse(
    string Venue, DateTimeOffset? OrdersCleanTs, DateTimeOffset? PositionsCleanTs, string Wait, string? WaitDetail, IReadOnlyList<SweepRemainderResponse> Remaining,
    SweepAbandonmentResponse? Abandoned)
{
    public static SweepVenueResponse Of(SweepVenue venue) => new(
        venue.Venue.Name, venue.OrdersCleanAt, venue.PositionsCleanAt, venue.Wait.Code(), venue.Detail,
        [.. venue.Remaining.Select(r => new SweepRemainderResponse(r.Instrument.Symbol.Name, r.SignedQuantity, r.Reason.Code()))],
        venue.Abandoned is { } given ? new SweepAbandonmentResponse(given.RequestedBy, given.ConfirmedBy, given.Reason, given.At) : null);
}

/// <summary>Two people gave the venue up; nothing is claimed of it.</summary>
internal sealed record SweepAbandonmentResponse(string RequestedBy, string ConfirmedBy, string Reason, DateTimeOffset Ts);

/// <param name="Qty">Base units by the venue's statement: positive long, negative short.</param>
/// <param name="Reason"><c>under_way</c>, <c>not_of_this_desk</c>, <c>below_minimum</c>, <c>books_differ</c>, <c>abandoned</c>.</param>
internal sealed record SweepRemainderResponse(string Symbol, decimal Qty, string Reason);

/// <summary>One leg that is taken off.</summary>
internal sealed record SweepLegResponse
{
    /// <summary>The pair's id; null in a plan for a position that no pair holds.</summary>
    public string? Pair { get; init; }

    public required string Venue { get; init; }

    public required string Symbol { get; init; }

    /// <summary>The side that takes it off.</summary>
    public required Side Side { get; init; }

    /// <summary>Base units.</summary>
    public required decimal Qty { get; init; }

    public decimal? NotionalUsdt { get; init; }

    /// <summary><c>simulated</c>, <c>closed</c>, <c>closing</c>, <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>No pair of ours held it; the venue did.</summary>
    public required bool Adopted { get; init; }

    public required IReadOnlyList<string> Orders { get; init; }

    public required decimal FilledQty { get; init; }

    public decimal? AveragePrice { get; init; }

    public required decimal RemainingQty { get; init; }

    public decimal? EstimatedCostUsdt { get; init; }

    public decimal? CostUsdt { get; init; }

    /// <summary>As they change the balance: negative is paid.</summary>
    public required decimal FeesUsdt { get; init; }

    /// <summary>The latest refusal or lack of an answer.</summary>
    public string? Error { get; init; }

    public static SweepLegResponse Of(Sweep sweep, SweepLeg leg) => new()
    {
        Pair = leg.Pair?.ToString(),
        Venue = leg.Instrument.Venue.Name,
        Symbol = leg.Instrument.Symbol.Name,
        Side = leg.Side,
        Qty = leg.Quantity,
        NotionalUsdt = leg.Notional,
        Status = StatusOf(sweep, leg),
        Adopted = leg.IsAdopted,
        Orders = [.. leg.Orders.Select(o => o.Value)],
        FilledQty = leg.Filled,
        AveragePrice = leg.Filled > 0m ? leg.AveragePrice : null,
        RemainingQty = leg.Remaining,
        EstimatedCostUsdt = leg.EstimatedCost,
        CostUsdt = leg.Filled > 0m ? leg.ActualCost : null,
        FeesUsdt = leg.Fees,
        Error = leg.Trouble,
    };

    private static string StatusOf(Sweep sweep, SweepLeg leg) =>
        sweep.Status == SweepStatus.Simulated ? SweepStatus.Simulated.Code()
        : leg.IsDone ? "closed"
        : leg.Trouble is not null || !sweep.IsRunning ? "failed"
        : "closing";
}
