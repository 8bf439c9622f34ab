using System.Collections.Frozen;
using PropBot.Core.Execution;

namespace PropBot.Venues.Okx;

/// <summary>
/// What the venue's codes mean for us, in one table. A code that is not in it is <see cref="RefusalKind.Unmapped"/>. Source: OKX API
/// v5, Error Code, read 2026-11-22.
/// </summary>
internal static class OkxErrors
{
    public const string Success = "0";

    /// <summary>Asked more often than the endpoint allows.</summary>
    public const string TooFrequent = "50011";

    /// <summary>The answer to a query by id that found nothing.</summary>
    public const string OrderDoesNotExist = "51603";

    /// <summary>A cancel is already on its way.</summary>
    public const string AlreadyCancelling = "51410";

    /// <summary><c>cancelSource</c> of a post-only order that would have taken liquidity.</summary>
    public const string CancelledPostOnly = "31";

    /// <summary>The request may have been carried out: never a refusal.</summary>
    private static readonly FrozenSet<string> Uncertain = new[]
    {
        "50004", // endpoint request timeout: neither success nor failure
        "50026", // system error
        "51054", // getting information timed out
        "51149", // order timed out
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RefusalKind> Kinds = Table().ToFrozenDictionary(StringComparer.Ordinal);

    public static RefusalKind KindOf(string code) => Kinds.GetValueOrDefault(code, RefusalKind.Unmapped);

    public static bool IsKnown(string code) => code is Success or AlreadyCancelling || IsUncertain(code) || Kinds.ContainsKey(code);

    public static bool IsUncertain(string code) => Uncertain.Contains(code);

    /// <summary>Our clock and the venue's disagree: measure again before the next signed request.</summary>
    public static bool IsClockSkew(string code) => KindOf(code) == RefusalKind.ClockSkew;

    /// <summary>The outcome of a place or cancel request that the venue answered with a code other than <see cref="Success"/>.</summary>
    public static VenueOutcome OutcomeOf(string code, string? message) => IsUncertain(code)
        ? new VenueOutcome.Unknown($"{code} {message}")
        : new VenueOutcome.Refused(new VenueRefusal(KindOf(code), code, message ?? ""));

    private static Dictionary<string, RefusalKind> Table()
    {
        Dictionary<string, RefusalKind> table = new(StringComparer.Ordinal);
        Map(RefusalKind.RateLimited, TooFrequent, "50040", "50061", "60014");
        Map(RefusalKind.VenueUnavailable, "50001", "50005", "50013", "63999");
        Map(
            RefusalKind.Unauthorized,
            "50007", "50008", "50030", "50100", "50101", "50103", "50104", "50105", "50106", "50107", "50110", "50111", "50113",
            "50114", "50119", "50120", "51024", "60005", "60007", "60009", "60011", "60024", "60032", "http401", "http403");
        Map(RefusalKind.ClockSkew, "50102", "50112", "60004", "60006");
        Map(RefusalKind.InsufficientMargin, "51004", "51008", "51037", "51127", "51131", "51502", "59200", "59201");
        Map(RefusalKind.ReduceOnlyRejected, "51023", "51058", "51112", "51148", "51169", "51205", "51206");
        Map(RefusalKind.PriceOutOfBand, "51006", "51031", "51116", "51122", "51135", "51136", "51137", "51138");
        Map(
            RefusalKind.InstrumentNotTrading,
            "50009", "50017", "50018", "50019", "50020", "50021", "50022", "50023", "50027", "50028", "50029", "51001", "51009",
            "51021", "51022", "51027", "51028", "51029", "51030", "51087", "51110", "51124", "51341");
        Map(RefusalKind.DuplicateClientOrderId, "51011", "51016");
        Map(RefusalKind.OrderNotFound, "51400", "51401", "51402", OrderDoesNotExist);
        Map(RefusalKind.WouldTakeLiquidity, "51511");
        Map(
            RefusalKind.InvalidRequest,
            "50000", "50002", "50006", "50014", "50015", "50016", "50024", "50025", "50115", "51000", "51002", "51003", "51005",
            "51007", "51010", "51014", "51015", "51020", "51025", "51026", "51033", "51100", "51101", "51102", "51103", "51104", "51105",
            "51106", "51107", "51108", "51120", "51121", "51129", "51150", "51201", "51202", "51203", "51204", "51403", "51407", "51408");
        return table;

        void Map(RefusalKind kind, params ReadOnlySpan<string> codes)
        {
            foreach (string code in codes)
            {
                table.Add(code, kind);
            }
        }
    }
}
