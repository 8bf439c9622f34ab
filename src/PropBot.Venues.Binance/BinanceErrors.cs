using System.Collections.Frozen;
using PropBot.Core.Execution;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance;

/// <summary>
/// The venue's error codes and what they mean for us. Source: developers.binance.com, USD-M futures, Error Codes and General
/// Info (HTTP Return Codes), read 2026-11-22. Decided on codes and statuses, never on texts; a code that is not here proves nothing.
/// </summary>
internal static class BinanceErrors
{
    public const int InvalidListenKey = -1125;
    public const int OrderDoesNotExist = -2013;
    public const int InvalidTimestamp = -1021;
    public const int TooManyOrders = -1015;

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
        [-1004] = RefusalKind.InvalidRequest,
        [-1005] = RefusalKind.Unauthorized,
        [SystemThrottle] = RefusalKind.RateLimited,
        [-1011] = RefusalKind.Unauthorized,
        [-1013] = RefusalKind.InvalidRequest,
        [-1014] = RefusalKind.InvalidRequest,
        [TooManyOrders] = RefusalKind.RateLimited,
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
        [-1110] = RefusalKind.InvalidRequest,
        [-1111] = RefusalKind.InvalidRequest,
        [-1112] = RefusalKind.InstrumentNotTrading, // no orders on the book
        [-1113] = RefusalKind.InvalidRequest,
        [-1114] = RefusalKind.InvalidRequest,
        [-1115] = RefusalKind.InvalidRequest,
        [-1116] = RefusalKind.InvalidRequest,
        [-1117] = RefusalKind.InvalidRequest,
        [-1118] = RefusalKind.InvalidRequest,
        [-1119] = RefusalKind.InvalidRequest,
        [-1120] = RefusalKind.InvalidRequest,
        [-1121] = RefusalKind.InvalidRequest,
        [-1122] = RefusalKind.InstrumentNotTrading,
        [InvalidListenKey] = RefusalKind.InvalidRequest,
        [-1126] = RefusalKind.InvalidRequest,
        [-1127] = RefusalKind.InvalidRequest,
        [-1128] = RefusalKind.InvalidRequest,
        [-1130] = RefusalKind.InvalidRequest,
        [-1136] = RefusalKind.InvalidRequest,
        [-2010] = RefusalKind.InvalidRequest,
        [-2011] = RefusalKind.OrderNotFound, // cancel rejected: unknown order
        [OrderDoesNotExist] = RefusalKind.OrderNotFound,
        [-2014] = RefusalKind.Unauthorized,
        [-2015] = RefusalKind.Unauthorized,
        [-2016] = RefusalKind.InstrumentNotTrading, // no trading window
        [-2017] = RefusalKind.Unauthorized,
        [-2018] = RefusalKind.InsufficientMargin,
        [-2019] = RefusalKind.InsufficientMargin,
        [-2020] = RefusalKind.PriceOutOfBand, // unable to fill
        [-2021] = RefusalKind.InvalidRequest,
        [-2022] = RefusalKind.ReduceOnlyRejected,
        [-2023] = RefusalKind.InsufficientMargin, // the account is being liquidated
        [-2024] = RefusalKind.ReduceOnlyRejected, // position is not sufficient
        [-2025] = RefusalKind.RateLimited, // too many open orders
        [-2026] = RefusalKind.ReduceOnlyRejected,
        [-2027] = RefusalKind.InsufficientMargin, // position above the leverage's bracket
        [-2028] = RefusalKind.InsufficientMargin, // leverage too small for the free margin
        [-4000] = RefusalKind.InvalidRequest,
        [-4001] = RefusalKind.InvalidRequest,
        [-4002] = RefusalKind.PriceOutOfBand,
        [-4003] = RefusalKind.InvalidRequest,
        [-4004] = RefusalKind.InvalidRequest,
        [-4005] = RefusalKind.InvalidRequest,
        [-4006] = RefusalKind.InvalidRequest,
        [-4007] = RefusalKind.PriceOutOfBand,
        [-4012] = RefusalKind.InvalidRequest,
        [-4013] = RefusalKind.PriceOutOfBand,
        [-4014] = RefusalKind.InvalidRequest,
        [-4015] = RefusalKind.InvalidRequest,
        [-4016] = RefusalKind.PriceOutOfBand,
        [-4019] = RefusalKind.InvalidRequest,
        [-4020] = RefusalKind.InvalidRequest,
        [-4021] = RefusalKind.InvalidRequest,
        [-4022] = RefusalKind.InstrumentNotTrading,
        [-4023] = RefusalKind.InvalidRequest,
        [-4024] = RefusalKind.PriceOutOfBand,
        [-4027] = RefusalKind.Unauthorized,
        [-4028] = RefusalKind.InvalidRequest,
        [-4029] = RefusalKind.InvalidRequest,
        [-4030] = RefusalKind.InvalidRequest,
        [-4031] = RefusalKind.InvalidRequest,
        [-4032] = RefusalKind.InvalidRequest,
        [-4044] = RefusalKind.InvalidRequest,
        [-4045] = RefusalKind.RateLimited, // too many stop orders
        [MarginTypeUnchanged] = RefusalKind.InvalidRequest,
        [-4047] = RefusalKind.InvalidRequest, // margin type with open orders
        [-4048] = RefusalKind.InvalidRequest, // margin type with a position
        [-4049] = RefusalKind.InvalidRequest,
        [-4050] = RefusalKind.InsufficientMargin,
        [-4051] = RefusalKind.InsufficientMargin,
        [-4052] = RefusalKind.InvalidRequest,
        [-4053] = RefusalKind.InvalidRequest,
        [-4054] = RefusalKind.InvalidRequest,
        [-4055] = RefusalKind.InvalidRequest,
        [-4056] = RefusalKind.Unauthorized,
        [-4057] = RefusalKind.Unauthorized,
        [PositionSideUnchanged] = RefusalKind.InvalidRequest,
        [-4060] = RefusalKind.InvalidRequest,
        [-4061] = RefusalKind.InvalidRequest, // the account is in hedge mode
        [-4062] = RefusalKind.InvalidRequest,
        [-4067] = RefusalKind.InvalidRequest, // position mode with open orders
        [-4068] = RefusalKind.InvalidRequest, // position mode with positions
        [-4084] = RefusalKind.InvalidRequest,
        [-4087] = RefusalKind.ReduceOnlyRejected, // the account may only reduce
        [-4088] = RefusalKind.InvalidRequest,
        [-4104] = RefusalKind.InvalidRequest,
        [-4105] = RefusalKind.ReduceOnlyRejected, // POSITION_RISK_CONTROL: the symbol may only be reduced
        [-4106] = RefusalKind.ReduceOnlyRejected, // the same for buys
        [-4107] = RefusalKind.ReduceOnlyRejected, // the same for sells
        [-4108] = RefusalKind.InstrumentNotTrading,
        [-4109] = RefusalKind.Unauthorized,
        [-4116] = RefusalKind.DuplicateClientOrderId,
        [-4117] = RefusalKind.InvalidRequest,
        [-4118] = RefusalKind.ReduceOnlyRejected, // margin is not enough and the position would grow
        [-4120] = RefusalKind.InvalidRequest,
        [-4131] = RefusalKind.PriceOutOfBand, // counterparty's best price misses the percent price filter
        [-4137] = RefusalKind.InvalidRequest,
        [-4138] = RefusalKind.InvalidRequest,
        [-4139] = RefusalKind.InvalidRequest,
        [-4140] = RefusalKind.InstrumentNotTrading,
        [-4141] = RefusalKind.InstrumentNotTrading,
        [-4142] = RefusalKind.InvalidRequest,
        [-4144] = RefusalKind.InvalidRequest,
        [-4161] = RefusalKind.InvalidRequest, // leverage down in isolated mode with a position
        [-4164] = RefusalKind.InvalidRequest, // below the minimum notional
        [-4165] = RefusalKind.InvalidRequest,
        [-4167] = RefusalKind.InvalidRequest,
        [-4168] = RefusalKind.InvalidRequest,
        [-4169] = RefusalKind.InvalidRequest,
        [-4170] = RefusalKind.InvalidRequest,
        [-4171] = RefusalKind.InvalidRequest, // the asset mode already is as asked for
        [-4172] = RefusalKind.InvalidRequest,
        [-4183] = RefusalKind.PriceOutOfBand,
        [-4184] = RefusalKind.PriceOutOfBand,
        [-4189] = RefusalKind.ReduceOnlyRejected, // the account may only reduce on this symbol
        [-4192] = RefusalKind.Unauthorized, // cooling-off period
        [-4202] = RefusalKind.InvalidRequest,
        [-4203] = RefusalKind.InvalidRequest,
        [-4205] = RefusalKind.InvalidRequest,
        [-4206] = RefusalKind.InvalidRequest,
        [-4208] = RefusalKind.InvalidRequest,
        [-4209] = RefusalKind.InvalidRequest,
        [-4210] = RefusalKind.PriceOutOfBand,
        [-4211] = RefusalKind.PriceOutOfBand,
        [-4400] = RefusalKind.ReduceOnlyRejected, // quantitative rules: reduce-only until released
        [-4401] = RefusalKind.ReduceOnlyRejected, // large position: reduce-only
        [-4402] = RefusalKind.Unauthorized,
        [-4403] = RefusalKind.InvalidRequest,
        [-5021] = RefusalKind.PriceOutOfBand, // FOK could not be filled at once
        [-5022] = RefusalKind.WouldTakeLiquidity,
        [-5024] = RefusalKind.InvalidRequest,
        [-5025] = RefusalKind.InvalidRequest,
        [-5026] = RefusalKind.InvalidRequest,
        [-5027] = RefusalKind.InvalidRequest, // an amendment that changes nothing
        [-5028] = RefusalKind.ClockSkew, // the matching engine saw the request after its receive window
        [-5029] = RefusalKind.InvalidRequest,
        [-5037] = RefusalKind.InvalidRequest,
        [-5038] = RefusalKind.InvalidRequest,
        [-5039] = RefusalKind.InvalidRequest,
        [-5040] = RefusalKind.InvalidRequest,
        [-5041] = RefusalKind.PriceOutOfBand,
        [-5043] = RefusalKind.InvalidRequest, // an amendment of the order is under way
    }.ToFrozenDictionary();

    /// <summary>
    /// Codes after which a request may have been carried out all the same; -1010 and -2012 (batch cancel failure) do not say how
    /// much of it.
    /// </summary>
    private static readonly FrozenSet<int> Uncertain = new[] { -1000, -1001, -1006, -1007, -1010, -2012 }.ToFrozenSet();

    /// <summary>
    /// Answers of status 503 that are "a failure API operation" for certain. The venue tells them from the one whose execution is
    /// unknown by their text alone: the one place where a text decides, and only the exact text of the venue's own error body;
    /// everything else of 5xx stays uncertain (rule E2).
    /// </summary>
    private static readonly FrozenSet<string> CertainFailures = new[]
    {
        "Service Unavailable.",
        "Internal error; unable to process your request. Please try again.",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>May a request that was answered so have had an effect?</summary>
    /// <param name="status">HTTP status of an answer that is not a success.</param>
    /// <param name="code">The body's <c>code</c>; null when the body has none.</param>
    /// <param name="text">The body's <c>msg</c>.</param>
    public static bool IsUncertain(int status, int? code, string? text = null) => code is { } known
        ? !IsCertainFailure(status, known, text) && (!Kinds.ContainsKey(known) || Uncertain.Contains(known) || !CertainStatus.IsRefusal(status))
        : !CertainStatus.IsRefusal(status);

    private static bool IsCertainFailure(int status, int code, string? text) =>
        code == SystemThrottle || (status == 503 && text is not null && CertainFailures.Contains(text));

    public static bool IsKnown(int code) => Kinds.ContainsKey(code) || Uncertain.Contains(code);

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
