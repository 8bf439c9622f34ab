using PropBot.Venues.Bybit;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitSigningTests
{
    // Expected values come from openssl: printf '%s' TEXT | openssl dgst -sha256 -hmac SECRET -hex
    private readonly BybitSigning _signing = new("XXXXXXXXXX", "YYYYYYYYYYYYYYYY");

    [Fact]
    public void Sign_Query_MatchesOpenssl() => Assert.Equal(
        "ab721682eb2f28820b8445cd91c4089f0ec696bdb8b7cc813651d9c11763fbe6",
        _signing.Sign("1658384314791", "5000", "category=option&symbol=BTC-29JUL22-25000-C"));

    [Fact]
    public void Sign_Body_MatchesOpenssl() => Assert.Equal(
        "f3c66f102730d00a33f8d25fadaf8ffc96354e4eae49fd5358afdf9e9c4c0477",
        _signing.Sign("1658385579423", "5000", """{"category":"linear","symbol":"BTCUSDT","side":"Buy"}"""));

    [Fact]
    public void SignLogin_Expiry_MatchesOpenssl() => Assert.Equal("d748b96a9133fdc3712154af4f194493c9bf00ca9b717115eb127fc1ad4f336a", _signing.SignLogin("1662350400000"));
}
