using PropBot.Venues.Okx;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxSigningTests
{
    // Expected values come from openssl: printf '%s' TEXT | openssl dgst -sha256 -hmac SECRET -binary | base64
    private readonly OkxSigning _signing = new("22582BD0CFF14C41EDBF1AB98506286D");

    [Fact]
    public void Sign_RequestWithQuery_MatchesOpenssl() => Assert.Equal(
        "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=",
        _signing.Sign("2020-12-08T09:08:57.715Z", "GET", "/api/v5/account/balance?ccy=BTC", body: ""));

    [Fact]
    public void Sign_RequestWithBody_MatchesOpenssl() => Assert.Equal(
        "TQgLRSLfFecZ8G9J3B9iaYbYebAr3YYWrSF8eQy6TA0=",
        _signing.Sign("2020-12-08T09:08:57.715Z", "POST", "/api/v5/trade/order", """{"instId":"BTC-USDT-SWAP","sz":"1"}"""));

    [Fact]
    public void SignLogin_Seconds_MatchesOpenssl() => Assert.Equal("+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=", _signing.SignLogin("1538054050"));

    [Fact]
    public void RestTimestamp_WholeSecond_KeepsMilliseconds() => Assert.Equal(
        "2026-01-02T03:04:05.000Z",
        OkxSigning.RestTimestamp(new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2))));

    [Fact]
    public void LoginTimestamp_Now_IsWholeSeconds() =>
        Assert.Equal("1538054050", OkxSigning.LoginTimestamp(DateTimeOffset.FromUnixTimeMilliseconds(1_538_054_050_975)));
}
