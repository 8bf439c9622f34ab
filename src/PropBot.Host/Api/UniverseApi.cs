using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>What may be traded: the configured symbols with every venue's book and rules, the best expected edge first.</summary>
internal static class UniverseApi
{
    private const int DefaultLimit = 3;
    private const int MaxLimit = 100;

    public static void MapUniverse(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/universe", List)
        .WithSummary("The configured symbols, the best expected edge first, with each venue's prices and order rules; ?limit=1..100, 3 without")
        .Produces<UniverseResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult List(HttpRequest request, ISnapshotSource snapshots)
    {
        var query = new QueryReader(request.Query);
        int limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        return snapshots.Current is { } snapshot ? TypedResults.Ok(UniverseResponse.Of(snapshot, limit)) : ErrorResponse.NoSnapshot();
    }
}

/// <param name="UnknownPairs">Symbols that were refused.</param>
internal sealed record UniverseResponse(DateTimeOffset Timestamp, bool UniverseEnforced, IReadOnlyList<UniversePairResponse> Pairs, IReadOnlyList<string> UnknownPairs)
{
    public static UniverseResponse Of(EngineSnapshot snapshot, int limit) => new(
        snapshot.At, snapshot.IsUniverseEnforced,
        [
            .. snapshot.Venues.SelectMany(v => v.Books).GroupBy(b => b.Instrument.Symbol).Select(g => UniversePairResponse.Of(snapshot, g.Key, g))
                .OrderByDescending(p => p.Score ?? decimal.MinValue).ThenBy(p => p.Symbol, StringComparer.Ordinal).Take(limit),
        ],
        snapshot.Risk.UnknownPairs);
}

/// <param name="Score">Expected edge of its best direction after every cost, basis points; null before two books were compared.</param>
/// <param name="Venues">By venue.</param>
internal sealed record UniversePairResponse(string Symbol, decimal? Score, IReadOnlyDictionary<string, UniverseVenueResponse> Venues)
{
    public static UniversePairResponse Of(EngineSnapshot snapshot, Symbol symbol, IEnumerable<BookSnapshot> books) => new(
        symbol.Name,
        snapshot.Edges.Where(e => e.Symbol == symbol).Select(e => (decimal?)e.Edge.NetBps).Max(),
        books.ToDictionary(b => b.Instrument.Venue.Name, UniverseVenueResponse.Of, StringComparer.Ordinal));
}

/// <param name="Symbol">As the venue calls it.</param>
/// <param name="Depth">Base units at the best prices.</param>
/// <param name="Supported">The contract is neither suspended nor ended.</param>
internal sealed record UniverseVenueResponse(
    string Symbol, decimal? BestBid, decimal? BestAsk, decimal? SpreadBps, decimal? MarkPrice, UniverseDepthResponse Depth, UniverseFiltersResponse? Filters, bool Supported)
{
    private const decimal BpsPerUnit = 10_000m;

    public static UniverseVenueResponse Of(BookSnapshot book) => new(
        book.NativeSymbol, book.BestBid, book.BestAsk, (book.BestAsk - book.BestBid) * BpsPerUnit / book.BestBid, book.MarkPrice,
        new UniverseDepthResponse(book.BestBidQuantity, book.BestAskQuantity),
        book.Filters is { } f ? new UniverseFiltersResponse(f.MinQuantity, f.MaxQuantity, f.MinNotional, f.LotSize) : null, book.Filters is { IsTrading: true });
}

internal sealed record UniverseDepthResponse(decimal? BidQty, decimal? AskQty);

internal sealed record UniverseFiltersResponse(decimal MinQty, decimal? MaxQty, decimal MinNotional, decimal StepSize);
