using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Host.Api.Sweeps;

/// <summary>Close-all: the legs that are off, those that failed so far, and what is still held.</summary>
/// <param name="Closed">In a dry run what would be closed.</param>
/// <param name="Failed">A refusal or no answer; they are tried again while the run is running.</param>
/// <param name="Positions">What remains, by the legs of the run and by the venues' own statements.</param>
internal sealed record CloseAllResponse(
    IReadOnlyList<SweepLegResponse> Closed, IReadOnlyList<SweepLegResponse> Failed, IReadOnlyList<RemainingPositionResponse> Positions,
    SweepResponse Run, DateTimeOffset Ts)
{
    public static CloseAllResponse Of(Sweep sweep, DateTimeOffset ts)
    {
        List<SweepLegResponse> legs = [.. sweep.Legs.Where(l => l.Quantity > 0m).Select(l => SweepLegResponse.Of(sweep, l))];
        return new CloseAllResponse(
            [.. legs.Where(l => l.Status is "closed" or "simulated")], [.. legs.Where(l => l.Status == "failed")], RemainingPositionResponse.Of(sweep),
            SweepResponse.Of(sweep), ts);
    }
}

/// <param name="Qty">Base units, signed: positive long, negative short.</param>
/// <param name="Reason">Why it is still there.</param>
internal sealed record RemainingPositionResponse(string? Pair, string Venue, string Symbol, string Side, decimal Qty, string Reason)
{
    public static IReadOnlyList<RemainingPositionResponse> Of(Sweep sweep)
    {
        List<SweepLeg> held = [.. sweep.Legs.Where(l => l.Remaining > 0m)];
        return
        [
            .. held.Select(l => Of(l.Pair, l.Instrument, -l.Side.Sign() * l.Remaining, "under_way")),
            .. sweep.Venues.SelectMany(v => v.Remaining)
                .Where(r => r.Reason != RemainderReason.UnderWay || !held.Exists(l => l.Instrument == r.Instrument))
                .Select(r => Of(null, r.Instrument, r.SignedQuantity, r.Reason.Code())),
        ];
    }

    private static RemainingPositionResponse Of(PairId? pair, InstrumentId id, decimal signed, string reason) =>
        new(pair?.ToString(), id.Venue.Name, id.Symbol.Name, signed >= 0m ? "long" : "short", signed, reason);
}

/// <param name="Orders">One by one.</param>
internal sealed record CancelAllResponse(
    SweepResultResponse Result, IReadOnlyList<SweepOrderResponse> Orders, string CorrelationId, string Status, SweepResponse Run, DateTimeOffset Ts)
{
    public static CancelAllResponse Of(Sweep sweep, DateTimeOffset ts)
    {
        var run = SweepResponse.Of(sweep);
        return new CancelAllResponse(run.Result, run.Orders, sweep.Id, run.Status, run, ts);
    }
}

internal sealed record CloseExposureResponse(
    ExposureResultResponse Result, IReadOnlyList<SweepLegResponse> Closed, IReadOnlyList<SweepLegResponse> Failed,
    IReadOnlyList<RemainingPositionResponse> Positions, SweepResponse Run, DateTimeOffset Ts)
{
    public static CloseExposureResponse Of(Sweep sweep, DateTimeOffset ts)
    {
        var legs = CloseAllResponse.Of(sweep, ts);
        return new CloseExposureResponse(
            new ExposureResultResponse([.. sweep.Venues.Select(v => new FlattenedResponse(v.Venue.Name, v.PositionsCleanAt is not null))]),
            legs.Closed, legs.Failed, legs.Positions, legs.Run, ts);
    }
}

internal sealed record ExposureResultResponse(IReadOnlyList<FlattenedResponse> Results);

/// <param name="Flattened">The venue's own statement, asked for after the last order had ended, shows nothing in the scope.</param>
internal sealed record FlattenedResponse(string Venue, bool Flattened);

internal sealed record SweepListResponse(IReadOnlyList<SweepResponse> Runs, DateTimeOffset Ts);
