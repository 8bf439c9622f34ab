using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class EdgesApi
{
    public static void MapEdges(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/edges", Answer)
        .WithSummary("What each direction of each symbol would earn now after every cost, best first")
        .Produces<EdgesResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(DeskReader reader) => reader.Read().Snapshot is { } snapshot
        ? TypedResults.Ok(new EdgesResponse(snapshot.At, [.. snapshot.Edges.Select(EdgeResponse.Of)]))
        : ErrorResponse.NoSnapshot();
}

internal sealed record EdgesResponse(DateTimeOffset Ts, IReadOnlyList<EdgeResponse> Edges);

/// <summary>Basis points of the long leg's notional. Costs are positive and subtracted from the gross edge.</summary>
internal sealed record EdgeResponse
{
    public required string Symbol { get; init; }

    public required string LongVenue { get; init; }

    public required string ShortVenue { get; init; }

    public required decimal GrossBps { get; init; }

    public required decimal EntryFeesBps { get; init; }

    public required decimal ExitFeesBps { get; init; }

    public required decimal EntrySlippageBps { get; init; }

    public required decimal ExitSlippageBps { get; init; }

    public required decimal FundingBps { get; init; }

    public required decimal ResidualBasisBps { get; init; }

    public required decimal NetBps { get; init; }

    /// <summary>Base units that the books and limits would allow.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Why it is not traded, or that it may be.</summary>
    public required string Verdict { get; init; }

    public static EdgeResponse Of(EdgeSnapshot edge) => new()
    {
        Symbol = edge.Symbol.Name,
        LongVenue = edge.LongVenue.Name,
        ShortVenue = edge.ShortVenue.Name,
        GrossBps = edge.Edge.GrossBps,
        EntryFeesBps = edge.Edge.EntryFeesBps,
        ExitFeesBps = edge.Edge.ExitFeesBps,
        EntrySlippageBps = edge.Edge.EntrySlippageBps,
        ExitSlippageBps = edge.Edge.ExitSlippageBps,
        FundingBps = edge.Edge.FundingBps,
        ResidualBasisBps = edge.Edge.ResidualBasisBps,
        NetBps = edge.Edge.NetBps,
        Quantity = edge.Quantity,
        Verdict = edge.Verdict,
    };
}
