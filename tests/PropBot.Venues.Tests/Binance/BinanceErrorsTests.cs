using System.Text;
using PropBot.Core.Execution;
using PropBot.Testing;
using PropBot.Venues.Binance;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Tests.Binance;

public sealed class BinanceErrorsTests
{
    [Theory]
    [InlineData(400, -1000)]
    [InlineData(503, -1000)]
    [InlineData(503, -1001)]
    [InlineData(400, -1006)]
    [InlineData(408, -1007)]
    [InlineData(400, -1007)]
    [InlineData(500, null)]
    [InlineData(502, null)]
    [InlineData(503, null)]
    [InlineData(408, null)]
    [InlineData(503, -2019)] // whatever a server error says, it may have been carried out
    [InlineData(500, -99999)]
    [InlineData(400, -99999)] // not in the table: it proves nothing
    [InlineData(302, null)]
    [InlineData(302, -2019)]
    [InlineData(409, null)]
    [InlineData(409, -2019)]
    [InlineData(499, null)]
    public void ExecutionStatusUnknown_IsUncertain(int status, int? code) => Assert.True(BinanceErrors.IsUncertain(status, code));

    [Theory]
    [InlineData(400, -2019)]
    [InlineData(404, null)]
    [InlineData(429, -1003)]
    [InlineData(418, -1003)]
    [InlineData(403, null)]
    [InlineData(503, -1008)] // throttled before it was looked at
    public void CertainNo_IsNotUncertain(int status, int? code) => Assert.False(BinanceErrors.IsUncertain(status, code));

    /// <summary>Rule E2: of 503 the exact text decides, and whatever is not exactly a failure may have been carried out.</summary>
    [Theory]
    [InlineData(503, -1001, "Internal error; unable to process your request. Please try again.", false)]
    [InlineData(503, -1016, "Service Unavailable.", false)]
    [InlineData(503, -1000, "Unknown error, please check your request or try again later.", true)]
    [InlineData(503, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", true)]
    [InlineData(503, -1016, "service unavailable", true)]
    [InlineData(500, -1001, "Internal error; unable to process your request. Please try again.", true)]
    [InlineData(503, null, "Service Unavailable.", true)] // not the venue's own error body
    [InlineData(408, -2019, "whatever", true)]
    public void ServiceUnavailable_IsJudgedByItsText(int status, int? code, string text, bool isUncertain) =>
        Assert.Equal(isUncertain, BinanceErrors.IsUncertain(status, code, text));

    [Theory]
    [InlineData(400, -4105, RefusalKind.ReduceOnlyRejected)] // POSITION_RISK_CONTROL
    [InlineData(400, -4401, RefusalKind.ReduceOnlyRejected)]
    [InlineData(400, -2023, RefusalKind.InsufficientMargin)]
    [InlineData(400, -5027, RefusalKind.InvalidRequest)]
    [InlineData(429, -1015, RefusalKind.RateLimited)]
    [InlineData(400, -2011, RefusalKind.OrderNotFound)]
    [InlineData(400, -2013, RefusalKind.OrderNotFound)]
    [InlineData(400, -1021, RefusalKind.ClockSkew)]
    [InlineData(400, -5028, RefusalKind.ClockSkew)]
    [InlineData(400, -2019, RefusalKind.InsufficientMargin)]
    [InlineData(400, -2022, RefusalKind.ReduceOnlyRejected)]
    [InlineData(400, -5022, RefusalKind.WouldTakeLiquidity)]
    [InlineData(400, -4164, RefusalKind.InvalidRequest)]
    [InlineData(400, -1111, RefusalKind.InvalidRequest)]
    [InlineData(400, -4016, RefusalKind.PriceOutOfBand)]
    [InlineData(400, -4131, RefusalKind.PriceOutOfBand)]
    [InlineData(400, -4116, RefusalKind.DuplicateClientOrderId)]
    [InlineData(400, -4140, RefusalKind.InstrumentNotTrading)]
    [InlineData(401, -2014, RefusalKind.Unauthorized)]
    [InlineData(401, -2015, RefusalKind.Unauthorized)]
    [InlineData(400, -1022, RefusalKind.Unauthorized)]
    [InlineData(429, -1003, RefusalKind.RateLimited)]
    [InlineData(418, -1003, RefusalKind.RateLimited)]
    [InlineData(429, null, RefusalKind.RateLimited)]
    [InlineData(403, null, RefusalKind.RateLimited)]
    [InlineData(503, -1008, RefusalKind.RateLimited)]
    [InlineData(400, -99999, RefusalKind.Unmapped)]
    [InlineData(404, null, RefusalKind.Unmapped)]
    public void Refusal_HasTheKindOfItsCode(int status, int? code, RefusalKind kind) =>
        Assert.Equal(kind, BinanceErrors.ToRefusal(status, code, "text").Kind);

    [Theory]
    [InlineData(-1121, RefusalKind.InvalidRequest)]
    [InlineData(-2014, RefusalKind.Unauthorized)]
    [InlineData(-4088, RefusalKind.InvalidRequest)]
    public void RecordedBodies_AreReadAndMapped(int code, RefusalKind kind)
    {
        string all = string.Join('\n', SharedData.ReadLines("gocryptotrader/binance_fapi_dapi_http_mock.json.gz"));
        int at = all.IndexOf($"\"code\": {code}", StringComparison.Ordinal);
        at = at >= 0 ? at : all.IndexOf($"\"code\":{code}", StringComparison.Ordinal);
        Assert.True(at >= 0, $"no recorded body of {code}");
        int start = all.LastIndexOf('{', at);
        BinanceError error = BinanceSamples.Read(all[start..(all.IndexOf('}', at) + 1)], BinanceJson.Default.BinanceError);

        VenueRefusal refusal = BinanceErrors.ToRefusal(400, error.Code, error.Msg ?? "");

        Assert.Equal((kind, $"{code}"), (refusal.Kind, refusal.Code));
        Assert.NotEmpty(refusal.Message);
    }
}

public sealed class BinanceSigningTests
{
    /// <summary>The venue's own example: developers.binance.com, USD-M futures, General Info, SIGNED Endpoint Examples, read 2026-11-22.</summary>
    [Fact]
    public void Sign_DocumentedExample_GivesTheDocumentedSignature()
    {
        var signing = new BinanceSigning("2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9");

        string signature = signing.Sign(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943");

        Assert.Equal("3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9", signature);
    }
}
