using System.Collections.Frozen;
using System.Globalization;
using PropBot.Core.Execution;

namespace PropBot.Venues.Bybit;

/// <summary>
/// What the venue's codes mean for us, in one table. A code that is not in it is <see cref="RefusalKind.Unmapped"/>. Source: Bybit API
/// v5, Error Codes, read 2026-11-22.
/// </summary>
internal static class BybitErrors
{
    public const int Success = 0;

    public const int OrderDoesNotExist = 110_001;

    /// <summary>Answers of setters that found everything as it should be.</summary>
    public const int PositionModeNotModified = 110_025;
    public const int MarginModeNotModified = 110_026;
    public const int LeverageNotModified = 110_043;

    /// <summary>The request may have been carried out: never a refusal.</summary>
    private static readonly FrozenSet<int> Uncertain = new[]
    {
        5_004, // server timeout
        10_000, // server timeout
        10_016, // server error
        10_019, // service restarting; requests in the process are not affected
        110_079, // the order is processing
    }.ToFrozenSet();

    private static readonly FrozenDictionary<int, RefusalKind> Kinds = Table().ToFrozenDictionary();

    private static readonly FrozenDictionary<string, RefusalKind> RejectReasons = new Dictionary<string, RefusalKind>(StringComparer.Ordinal)
    {
        ["EC_PostOnlyWillTakeLiquidity"] = RefusalKind.WouldTakeLiquidity,
        ["EC_InvalidSymbolStatus"] = RefusalKind.InstrumentNotTrading,
        ["EC_SecurityStatusSuspended"] = RefusalKind.InstrumentNotTrading,
        ["EC_DuplicatedClOrdID"] = RefusalKind.DuplicateClientOrderId,
        ["EC_LimitOrderInvalidPrice"] = RefusalKind.PriceOutOfBand,
        ["INSUFFICIENT_MARGIN"] = RefusalKind.InsufficientMargin,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static RefusalKind KindOf(int code) => Kinds.GetValueOrDefault(code, RefusalKind.Unmapped);

    public static bool IsKnown(int code) => IsUncertain(code) || Kinds.ContainsKey(code);

    public static bool IsUncertain(int code) => Uncertain.Contains(code);

    /// <summary>Asked more often than allowed.</summary>
    public static bool IsRateLimit(int code) => KindOf(code) == RefusalKind.RateLimited;

    /// <summary>Our clock and the venue's disagree: measure again before the next signed request.</summary>
    public static bool IsClockSkew(int code) => KindOf(code) == RefusalKind.ClockSkew;

    public static RefusalKind KindOfReject(string reason) => RejectReasons.GetValueOrDefault(reason, RefusalKind.Unmapped);

    /// <summary>The outcome of a place or cancel request that the venue answered with a code other than <see cref="Success"/>.</summary>
    public static VenueOutcome OutcomeOf(int code, string? message)
    {
        string text = code.ToString(CultureInfo.InvariantCulture);
        return IsUncertain(code)
            ? new VenueOutcome.Unknown($"{text} {message}")
            : new VenueOutcome.Refused(new VenueRefusal(KindOf(code), text, message ?? ""));
    }

    private static Dictionary<int, RefusalKind> Table()
    {
        Dictionary<int, RefusalKind> table = [];
        Map(RefusalKind.RateLimited, 403, 429, 10_006, 10_018, 10_429, 20_003);
        Map(RefusalKind.VenueUnavailable, 110_071, 131_200, 131_201);
        Map(
            RefusalKind.Unauthorized,
            10_003, 10_004, 10_005, 10_007, 10_008, 10_009, 10_010, 10_020, 10_024, 10_027, 10_028, 10_029, 10_032, 33_004, 110_067,
            110_068, 110_069);
        Map(RefusalKind.ClockSkew, -1, 10_002);
        Map(
            RefusalKind.InsufficientMargin,
            110_004, 110_006, 110_007, 110_011, 110_012, 110_014, 110_039, 110_040, 110_044, 110_045, 110_051, 110_052, 110_053,
            131_001);
        Map(RefusalKind.ReduceOnlyRejected, 110_017, 110_034);
        Map(RefusalKind.PriceOutOfBand, 30_208, 30_209, 110_003);
        Map(RefusalKind.InstrumentNotTrading, 30_228, 110_005, 110_023, 110_035, 110_042, 110_063, 110_066, 110_070, 110_074);
        Map(RefusalKind.DuplicateClientOrderId, 10_014, 110_030, 110_072);
        Map(RefusalKind.OrderNotFound, 30_034, OrderDoesNotExist, 110_008, 110_010);
        Map(
            RefusalKind.InvalidRequest,
            10_001, 10_017, 30_133, 110_009, 110_016, 110_018, 110_019, 110_020, 110_021, 110_022, 110_032, 110_049, 110_064, 110_090,
            110_094, PositionModeNotModified, MarginModeNotModified, LeverageNotModified);
        return table;

        void Map(RefusalKind kind, params ReadOnlySpan<int> codes)
        {
            foreach (int code in codes)
            {
                table.Add(code, kind);
            }
        }
    }
}
