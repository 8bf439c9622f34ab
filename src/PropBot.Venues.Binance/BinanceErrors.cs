using System.Collections.Frozen;
using PropBot.Core.Execution;

namespace PropBot.Venues.Binance;

/// <summary>
/// The venue's error codes and what they mean for us. Source: developers.binance.com, USD-M futures, Error Codes and General
/// Info (HTTP Return Codes), read 2026-11-22. Decided on codes and statuses, never on texts.
/// </summary>
internal static class BinanceErrors
{
    public const int InvalidListenKey = -1125;
    public const int OrderDoesNotExist = -2013;
    public const int InvalidTimestamp = -1021;

    /// <summary>Throttled before it was looked at; reduce-only orders and cancels are exempt. Comes with status 503.</summary>
    private const int SystemThrottle = -1008;

    /// <summary>The setting already is as asked for.</summary>
    public const int MarginTypeUnchanged = -4046;

    /// <summary>The setting already is as asked for.</summary>
    public const int PositionSideUnchanged = -4059;

    private static readonly FrozenDictionary<int, RefusalKind> Kinds = new Dictionary<int, RefusalKind>
    {
        [-1002] = RefusalKind.Unauthorized,
        [-1003] = RefusalKind.RateLimited,
        [SystemThrottle] = RefusalKind.RateLimited,
        [-1011] = RefusalKind.Unauthorized,
        [-1013] = RefusalKind.InvalidRequest,
        [-1014] = RefusalKind.InvalidRequest,
        [-1015] = RefusalKind.RateLimited,
        [-1016] = RefusalKind.VenueUnavailable,
        [-1020] = RefusalKind.InvalidRequest,
        [InvalidTimestamp] = RefusalKind.ClockSkew,
        [-1022] = RefusalKind.Unauthorized,
        [-1023] = RefusalKind.InvalidRequest,
        [-1099] = RefusalKind.Unauthorized,
        [-1100] = RefusalKind.InvalidRequest,
        [-1101] = RefusalKind.InvalidRequest,
        [-1102] = RefusalKind.InvalidRequest,
        [-1103] = RefusalKind.InvalidRequest,
        [-1104] = RefusalKind.InvalidRequest,
        [-1105] = RefusalKind.InvalidRequest,
        [-1106] = RefusalKind.InvalidRequest,
        [-1108] = RefusalKind.InvalidRequest,
        [-1109] = RefusalKind.Unauthorized,
        [-1111] = RefusalKind.InvalidRequest,
        [-1112] = RefusalKind.InstrumentNotTrading, // no orders on the book
        [-1114] = RefusalKind.InvalidRequest,
        [-1115] = RefusalKind.InvalidRequest,
        [-1116] = RefusalKind.InvalidRequest,
        [-1117] = RefusalKind.InvalidRequest,
        [-1121] = RefusalKind.InvalidRequest,
        [InvalidListenKey] = RefusalKind.InvalidRequest,
        [-1128] = RefusalKind.InvalidRequest,
        [-1130] = RefusalKind.InvalidRequest,
        [-2010] = RefusalKind.InvalidRequest,
        [-2011] = RefusalKind.OrderNotFound, // cancel rejected: unknown order
        [OrderDoesNotExist] = RefusalKind.OrderNotFound,
        [-2014] = RefusalKind.Unauthorized,
        [-2015] = RefusalKind.Unauthorized,
        [-2018] = RefusalKind.InsufficientMargin,
        [-2019] = RefusalKind.InsufficientMargin,
        [-2020] = RefusalKind.PriceOutOfBand, // unable to fill
        [-2022] = RefusalKind.ReduceOnlyRejected,
        [-2024] = RefusalKind.ReduceOnlyRejected, // position is not sufficient
        [-2025] = RefusalKind.RateLimited, // too many open orders
        [-2026] = RefusalKind.ReduceOnlyRejected,
        [-2027] = RefusalKind.InsufficientMargin, // position above the leverage's bracket
        [-2028] = RefusalKind.InsufficientMargin, // leverage too small for the free margin
        [-4001] = RefusalKind.InvalidRequest,
        [-4002] = RefusalKind.PriceOutOfBand,
        [-4003] = RefusalKind.InvalidRequest,
        [-4004] = RefusalKind.InvalidRequest,
        [-4005] = RefusalKind.InvalidRequest,
        [-4012] = RefusalKind.InvalidRequest,
        [-4013] = RefusalKind.PriceOutOfBand,
        [-4014] = RefusalKind.InvalidRequest,
        [-4015] = RefusalKind.InvalidRequest,
        [-4016] = RefusalKind.PriceOutOfBand,
        [-4023] = RefusalKind.InvalidRequest,
        [-4024] = RefusalKind.PriceOutOfBand,
        [-4028] = RefusalKind.InvalidRequest,
        [MarginTypeUnchanged] = RefusalKind.InvalidRequest,
        [-4047] = RefusalKind.InvalidRequest, // margin type with open orders
        [-4048] = RefusalKind.InvalidRequest, // margin type with a position
        [-4050] = RefusalKind.InsufficientMargin,
        [-4051] = RefusalKind.InsufficientMargin,
        [PositionSideUnchanged] = RefusalKind.InvalidRequest,
        [-4060] = RefusalKind.InvalidRequest,
        [-4061] = RefusalKind.InvalidRequest, // the account is in hedge mode
        [-4062] = RefusalKind.InvalidRequest,
        [-4067] = RefusalKind.InvalidRequest, // position mode with open orders
        [-4068] = RefusalKind.InvalidRequest, // position mode with positions
        [-4088] = RefusalKind.InvalidRequest,
        [-4108] = RefusalKind.InstrumentNotTrading,
        [-4109] = RefusalKind.Unauthorized,
        [-4116] = RefusalKind.DuplicateClientOrderId,
        [-4118] = RefusalKind.ReduceOnlyRejected, // margin is not enough and the position would grow
        [-4131] = RefusalKind.PriceOutOfBand, // counterparty's best price misses the percent price filter
        [-4137] = RefusalKind.InvalidRequest,
        [-4138] = RefusalKind.InvalidRequest,
        [-4140] = RefusalKind.InstrumentNotTrading,
        [-4141] = RefusalKind.InstrumentNotTrading,
        [-4144] = RefusalKind.InvalidRequest,
        [-4161] = RefusalKind.InvalidRequest, // leverage down in isolated mode with a position
        [-4164] = RefusalKind.InvalidRequest, // below the minimum notional
        [-4192] = RefusalKind.Unauthorized, // cooling-off period
        [-4202] = RefusalKind.InvalidRequest,
        [-4400] = RefusalKind.ReduceOnlyRejected, // quantitative rules: reduce-only until released
        [-5021] = RefusalKind.PriceOutOfBand, // FOK could not be filled at once
        [-5022] = RefusalKind.WouldTakeLiquidity,
        [-5024] = RefusalKind.InvalidRequest,
        [-5028] = RefusalKind.ClockSkew, // the matching engine saw the request after its receive window
    }.ToFrozenDictionary();

    /// <summary>Codes after which a request may have been carried out all the same.</summary>
    private static readonly FrozenSet<int> Uncertain = new[] { -1000, -1001, -1006, -1007 }.ToFrozenSet();

    /// <summary>May a request that was answered so have had an effect?</summary>
    /// <param name="status">HTTP status of an answer that is not a success.</param>
    /// <param name="code">The body's <c>code</c>; null when the body has none.</param>
    public static bool IsUncertain(int status, int? code) => code is { } known
        ? Uncertain.Contains(known) || (status >= 500 && known != SystemThrottle)
        : status is 408 or >= 500;

    public static VenueRefusal ToRefusal(int status, int? code, string message)
    {
        RefusalKind kind = status switch
        {
            // 403: web application firewall, also a rate limit; 418: banned for going on after 429.
            403 or 418 or 429 => RefusalKind.RateLimited,
            _ => code is { } known ? Kinds.GetValueOrDefault(known, RefusalKind.Unmapped) : RefusalKind.Unmapped,
        };
        return new VenueRefusal(kind, code is { } number ? $"{number}" : $"HTTP {status}", message);
    }
}
