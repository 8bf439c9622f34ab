using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The held legs as a spreadsheet reads them: RFC 4180, header only when nothing is held.</summary>
internal static class OpenTradesApi
{
    private const string Header = "trade_id,pair,side,size,entry_price,unrealized_pnl,opened_ts";
    private const string LineEnd = "\r\n";
    private const int SignificantDigits = 10;

    public static void MapOpenTrades(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/open-trades.csv", Show)
        .WithSummary("Every leg that is held, one a line; the header alone when nothing is")
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Show(HttpContext context, ISnapshotSource snapshots)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        context.Response.Headers.ContentDisposition = "attachment; filename=\"open-trades.csv\"";
        return TypedResults.Text(Csv(snapshot), "text/csv; charset=utf-8", Encoding.UTF8);
    }

    private static string Csv(EngineSnapshot snapshot)
    {
        var marks = new Marks(snapshot);
        var text = new StringBuilder(Header).Append(LineEnd);
        foreach ((PairRecord pair, LegRole role, LegRecord leg) in Held(snapshot))
        {
            text.Append(pair.Id).Append(',')
                .Append(pair.Symbol.Name).Append(',')
                .Append(leg.SignedQuantity > 0m ? "long" : "short").Append(',')
                .Append(Number(Math.Abs(leg.SignedQuantity))).Append(',')
                .Append(Number(pair.EntryPrice(role) ?? 0m)).Append(',')
                .Append(Number(pair.UnrealizedPnl(role, marks.Of(leg.Instrument)))).Append(',')
                .Append(WireTime.Format(pair.OpenedAt)).Append(LineEnd);
        }

        return text.ToString();
    }

    /// <summary>By symbol, side, pair and time; names, sides and numbers of ours need no quotes.</summary>
    private static IEnumerable<(PairRecord Pair, LegRole Role, LegRecord Leg)> Held(EngineSnapshot snapshot) => snapshot.ActivePairs
        .SelectMany(p => p.Pair.Roles.ToArray().Select(role => (p.Pair, Role: role, Leg: p.Pair.Leg(role))))
        .Where(l => l.Leg.SignedQuantity != 0m)
        .OrderBy(l => l.Pair.Symbol)
        .ThenBy(l => l.Leg.SignedQuantity > 0m ? 0 : 1)
        .ThenBy(l => l.Pair.Id);

    /// <summary>Ten significant digits, half away from zero, without an exponent.</summary>
    private static string Number(decimal value)
    {
        if (value == 0m)
        {
            return "0";
        }

        int magnitude = (int)Math.Floor(Math.Log10((double)Math.Abs(value))) + 1;
        int places = Math.Clamp(SignificantDigits - magnitude, 0, 28);
        decimal rounded = Math.Round(value, places, MidpointRounding.AwayFromZero);
        return Core.Values.WireNumber.Format(rounded == 0m ? 0m : rounded);
    }
}
