using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Ledger;

namespace PropBot.Host.Api;

internal static class PositionsApi
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 5_000;

    public static void MapPositions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/positions", List)
            .WithSummary("Pairs: open and partial ones, or ?status=all|open|closed and ?limit=1..5000 for closed ones, newest first")
            .Produces<PositionsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/ui/positions/{id}", One)
            .WithSummary("One pair with its orders and fills")
            .Produces<PositionDetailResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status404NotFound)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult List(HttpRequest request, DeskReader reader, ILedgerReads ledger)
    {
        var query = new QueryReader(request.Query);
        string status = query.OneOf("status", "open", "open", "closed", "all");
        int limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        if (reader.Read().Snapshot is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        var marks = new Marks(snapshot);
        var positions = new List<PositionResponse>();
        if (status != "closed")
        {
            positions.AddRange(PositionsResponse.OpenPairs(snapshot, marks));
        }

        if (status != "open")
        {
            PairStatus[] wanted = status == "closed" ? [PairStatus.Closed] : [PairStatus.Closed, PairStatus.Aborted];
            positions.AddRange(TerminalPairs(snapshot, ledger, wanted, limit).Select(p => PositionResponse.Of(p, p.RealizedPnl(), null, marks)));
        }

        return TypedResults.Ok(PositionsResponse.Of(snapshot, marks, positions));
    }

    /// <summary>The ledger is ahead of the snapshot by what happened since; a pair is told once, as the snapshot has it.</summary>
    private static IEnumerable<PairRecord> TerminalPairs(EngineSnapshot snapshot, ILedgerReads ledger, PairStatus[] wanted, int limit)
    {
        var active = snapshot.ActivePairs.Select(p => p.Pair.Id).ToHashSet();
        return ledger.Pairs(new PairQuery(wanted, limit)).Where(p => !active.Contains(p.Id));
    }

    private static IResult One(string id, DeskReader reader, ILedgerReads ledger)
    {
        if (!TryParseId(id, out PairId pairId))
        {
            return ErrorResponse.Unprocessable($"'{id}' is not a pair id such as P000001");
        }

        if (reader.Read().Snapshot is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        PairSnapshot? active = snapshot.ActivePairs.FirstOrDefault(p => p.Pair.Id == pairId);
        if ((active?.Pair ?? ledger.Pair(pairId)) is not { } pair)
        {
            return ErrorResponse.NotFound($"there is no pair {pairId}");
        }

        var marks = new Marks(snapshot);
        return TypedResults.Ok(new PositionDetailResponse(
            PositionResponse.Of(pair, active?.Pnl ?? pair.RealizedPnl(), active?.CurrentGapBps, marks),
            [.. ledger.OrdersOf(pairId).Select(OrderResponse.Of)],
            [.. ledger.FillsOf(pairId).Select(FillResponse.Of)],
            [.. ledger.ForcedFillsOf(pairId).SelectMany(f => ForcedFillResponse.Of(f, pairId))]));
    }

    private static bool TryParseId(string text, out PairId id)
    {
        string digits = text.StartsWith('P') || text.StartsWith('p') ? text[1..] : text;
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        id = new PairId(number);
        return isNumber && id.IsDefined;
    }
}

internal sealed record PositionsResponse(
    DateTimeOffset Ts, IReadOnlyList<PositionResponse> Positions, IReadOnlyDictionary<string, ExposureResponse> Exposure, PositionTotalsResponse Totals)
{
    /// <summary>The pairs that have not ended.</summary>
    public static PositionsResponse Open(EngineSnapshot snapshot)
    {
        var marks = new Marks(snapshot);
        return Of(snapshot, marks, [.. OpenPairs(snapshot, marks)]);
    }

    public static PositionsResponse Of(EngineSnapshot snapshot, Marks marks, IReadOnlyList<PositionResponse> positions) =>
        new(snapshot.At, positions, ExposureResponse.ByVenue(snapshot, marks), PositionTotalsResponse.Of(snapshot, marks));

    public static IEnumerable<PositionResponse> OpenPairs(EngineSnapshot snapshot, Marks marks) =>
        snapshot.ActivePairs.Select(p => PositionResponse.Of(p.Pair, p.Pnl, p.CurrentGapBps, marks));
}

/// <summary>What a venue holds at the marks, quote units.</summary>
internal sealed record ExposureResponse(decimal LongNotional, decimal ShortNotional, decimal NetUsdt)
{
    public static SortedDictionary<string, ExposureResponse> ByVenue(EngineSnapshot snapshot, Marks marks)
    {
        var exposure = new SortedDictionary<string, ExposureResponse>(StringComparer.Ordinal);
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            var notionals = venue.Positions.Select(p => p.SignedQuantity * (marks.Of(p.Instrument) ?? 0m)).ToList();
            decimal longs = notionals.Where(n => n > 0m).Sum();
            decimal shorts = -notionals.Where(n => n < 0m).Sum();
            exposure[venue.Venue.Name] = new ExposureResponse(longs, shorts, longs - shorts);
        }

        return exposure;
    }
}

internal sealed record PositionTotalsResponse
{
    /// <summary>Price difference of what is held between entry and mark, without fees and funding.</summary>
    public required decimal UnrealizedPnlUsdt { get; init; }

    public required int ActivePairs { get; init; }

    public required int PartialPairs { get; init; }

    public required int ClosedPairs { get; init; }

    public required PnlResponse ClosedPnl { get; init; }

    public required PnlResponse OpenPnl { get; init; }

    public required decimal NakedNotionalSeconds { get; init; }

    public static PositionTotalsResponse Of(EngineSnapshot snapshot, Marks marks) => new()
    {
        UnrealizedPnlUsdt = snapshot.ActivePairs.Sum(p => UnrealizedPnl(p.Pair, marks)),
        ActivePairs = snapshot.Totals.ActivePairs,
        PartialPairs = snapshot.Totals.PartialPairs,
        ClosedPairs = snapshot.Totals.ClosedPairs,
        ClosedPnl = PnlResponse.Of(snapshot.Totals.ClosedPnl),
        OpenPnl = PnlResponse.Of(snapshot.Totals.OpenPnl),
        NakedNotionalSeconds = snapshot.Totals.NakedNotionalSeconds,
    };

    /// <summary>Over all its legs, a hedge on a third venue included.</summary>
    private static decimal UnrealizedPnl(PairRecord pair, Marks marks)
    {
        decimal sum = 0m;
        foreach (LegRole role in pair.Roles)
        {
            sum += pair.UnrealizedPnl(role, marks.Of(pair.Leg(role).Instrument));
        }

        return sum;
    }
}

internal sealed record PositionDetailResponse(
    PositionResponse Position, IReadOnlyList<OrderResponse> Orders, IReadOnlyList<FillResponse> Fills, IReadOnlyList<ForcedFillResponse> ForcedFills);
