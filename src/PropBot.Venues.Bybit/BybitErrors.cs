using System.Collections.Frozen;
using System.Globalization;
using PropBot.Core.Execution;

namespace PropBot.Venues.Bybit;

/// <summary>
/// What the venue's codes mean for us, in one table. A code that is not in it proves nothing: its request may have had an effect. Source:
/// Bybit API v5, Error Codes, read 2026-11-22.
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
        40_004, // modified while it was being replaced, "check the order status again"
        110_079, // the order is processing
        131_200, // service error
        131_201, // internal error
        170_001, // internal error
        170_007, // timeout waiting for the backend
        170_032, // network error
        170_035, // submitted for processing
        170_146, // creation timeout
        170_147, // cancellation timeout
        170_212, // cancel request processing
        170_234, // system error
        170_310, // modification timeout
    }.ToFrozenSet();

    private static readonly FrozenDictionary<int, RefusalKind> Kinds = Table().ToFrozenDictionary();

    /// <summary>Reasons that are not here are <see cref="RefusalKind.Unmapped"/>, and the order ended all the same.</summary>
    private static readonly FrozenDictionary<string, RefusalKind> RejectReasons = new Dictionary<string, RefusalKind>(StringComparer.Ordinal)
    {
        ["EC_PostOnlyWillTakeLiquidity"] = RefusalKind.WouldTakeLiquidity,
        ["EC_InvalidSymbolStatus"] = RefusalKind.InstrumentNotTrading,
        ["EC_InCallAuctionStatus"] = RefusalKind.InstrumentNotTrading,
        ["EC_SecurityStatusSuspended"] = RefusalKind.InstrumentNotTrading,
        ["EC_SecurityStatusFail"] = RefusalKind.InstrumentNotTrading,
        ["EC_DuplicatedClOrdID"] = RefusalKind.DuplicateClientOrderId,
        ["EC_LimitOrderInvalidPrice"] = RefusalKind.PriceOutOfBand,
        ["EC_ReachRiskPriceLimit"] = RefusalKind.PriceOutOfBand,
        ["EC_ReachMarketPriceLimit"] = RefusalKind.PriceOutOfBand,
        ["EC_InvalidPriceScale"] = RefusalKind.InvalidRequest,
        ["EC_QtyCannotBeZero"] = RefusalKind.InvalidRequest,
        ["EC_EcInvalidQty"] = RefusalKind.InvalidRequest,
        ["EC_InvalidAmount"] = RefusalKind.InvalidRequest,
        ["EC_InvalidBaseValue"] = RefusalKind.InvalidRequest,
        ["EC_MarketOrderCannotBePostOnly"] = RefusalKind.InvalidRequest,
        ["EC_MarketOrderNoSupportTIF"] = RefusalKind.InvalidRequest,
        ["EC_MarketOrderPriceIsNotZero"] = RefusalKind.InvalidRequest,
        ["EC_MissingClOrdID"] = RefusalKind.InvalidRequest,
        ["EC_UnknownOrderType"] = RefusalKind.InvalidRequest,
        ["EC_UnknownSide"] = RefusalKind.InvalidRequest,
        ["EC_UnknownTimeInForce"] = RefusalKind.InvalidRequest,
        ["EC_OrderNotExist"] = RefusalKind.OrderNotFound,
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

    /// <summary>The outcome of a place, amend or cancel request that the venue answered with a code other than <see cref="Success"/>.</summary>
    public static VenueOutcome OutcomeOf(int code, string? message)
    {
        string text = code.ToString(CultureInfo.InvariantCulture);
        return IsUncertain(code) || !Kinds.ContainsKey(code)
            ? new VenueOutcome.Unknown($"{text} {message}")
            : new VenueOutcome.Refused(new VenueRefusal(KindOf(code), text, message ?? ""));
    }

    /// <summary>Also what an HTTP status says that came without a code: all that <c>CertainStatus</c> has.</summary>
    private static Dictionary<int, RefusalKind> Table()
    {
        Dictionary<int, RefusalKind> table = [];
        Map(RefusalKind.RateLimited, 403, 418, 429, 10_006, 10_018, 10_429, 20_003, 30_035, 170_005, 170_222);
        Map(RefusalKind.VenueUnavailable, 110_071, 3_100_197, 170_031);
        Map(
            RefusalKind.Unauthorized,
            -2_015, 401, 10_003, 10_004, 10_005, 10_007, 10_008, 10_009, 10_010, 10_020, 10_024, 10_027, 10_028, 10_029, 10_032, 33_004,
            100_028, 110_018, 110_067, 110_068, 110_069, 110_088, 110_097, 110_102, 110_119, 110_123, 110_124, 110_125, 110_132, 110_136);
        Map(RefusalKind.ClockSkew, -1, 10_002);
        Map(
            RefusalKind.InsufficientMargin,
            30_256, 110_004, 110_006, 110_007, 110_011, 110_012, 110_013, 110_014, 110_021, 110_039, 110_040, 110_044, 110_045, 110_046,
            110_047, 110_048, 110_051, 110_052, 110_053, 110_080, 110_086, 110_089, 110_090, 110_131, 131_001, 170_033, 170_131, 3_400_139);
        Map(RefusalKind.ReduceOnlyRejected, 110_017, 110_034);
        Map(RefusalKind.PriceOutOfBand, 30_208, 30_209, 110_003, 110_120, 110_121, 170_132, 170_133, 170_192, 170_193, 170_194);
        Map(
            RefusalKind.InstrumentNotTrading,
            30_133, 30_134, 30_228, 110_005, 110_023, 110_035, 110_042, 110_063, 110_066, 110_070, 110_074, 110_095, 110_098, 110_100, 110_103,
            110_118, 110_137, 170_151, 170_157);
        Map(RefusalKind.DuplicateClientOrderId, 10_014, 110_030, 110_072, 170_141);
        Map(RefusalKind.OrderNotFound, 30_034, OrderDoesNotExist, 110_008, 110_010, 170_139, 170_142, 170_143, 170_190, 170_213);
        Map(
            RefusalKind.InvalidRequest,
            400, 404, 405, 411, 413, 414, 415, 422, 431, 451, 10_001, 10_017, 30_135, 34_040, 110_009, 110_015, 110_016, 110_019, 110_020, 110_022, 110_024, 110_028, 110_029, 110_031,
            110_032, 110_036, 110_037, 110_038, 110_049, 110_050, 110_064, 110_073, 110_076, 110_077, 110_085, 110_087, 110_094, 110_108, 110_109,
            170_115, 170_116, 170_117, 170_121, 170_124, 170_130, 170_134, 170_136, 170_137, 170_140, 170_144, 170_145, 170_150, 170_191,
            170_210, 170_311, 170_312, 170_313, 181_017, 3_400_045, PositionModeNotModified, MarginModeNotModified, LeverageNotModified);
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
