using PropBot.Core.Values;

namespace PropBot.Host.Configuration;

/// <summary>
/// The environment variables of one venue in one profile: keys come from nowhere else. The names of Binance and OKX are those that
/// desks already have in their environment files.
/// </summary>
/// <param name="Passphrase">Null where the venue has none.</param>
/// <param name="Rest">Address of the REST interface in place of the configured or published one.</param>
/// <param name="PositionMode"><c>one_way</c> or <c>hedge</c>, in place of the configured one.</param>
/// <param name="MarginType"><c>cross</c> or <c>isolated</c>, in place of the configured one.</param>
public sealed record VenueVariables(string Key, string Secret, string? Passphrase, string Rest, string PositionMode, string MarginType)
{
    /// <summary>The venues that there are adapters for.</summary>
    public static IReadOnlyList<VenueId> Venues { get; } = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];

    /// <summary>As the file writes it.</summary>
    public static string ConfigName(VenueId venue) => venue.Name.Replace('-', '_');

    /// <param name="profile"><c>testnet</c> or <c>live</c>.</param>
    public static VenueVariables Of(VenueId venue, string profile) => (venue.Name, profile) switch
    {
        ("binance-um", "testnet") => Named("BINANCE_UM", "BINANCE_UM_API_KEY_TESTNET", "BINANCE_UM_API_SECRET_TESTNET", null, "BINANCE_UM_BASE_TESTNET"),
        ("binance-um", "live") => Named("BINANCE_UM", "BINANCE_LV_API_KEY", "BINANCE_LV_API_SECRET", null, "BINANCE_LV_BASE_URL"),
        ("okx-perp", "testnet") => Named("OKX", "OKX_API_KEY_TESTNET", "OKX_API_SECRET_TESTNET", "OKX_API_PASSPHRASE_TESTNET", "OKX_BASE_TESTNET"),
        ("okx-perp", "live") => Named("OKX", "OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE", "OKX_FUTURES_API_URL"),
        ("bybit-linear", "testnet") => Named("BYBIT", "BYBIT_API_KEY_TESTNET", "BYBIT_API_SECRET_TESTNET", null, "BYBIT_BASE_TESTNET"),
        ("bybit-linear", "live") => Named("BYBIT", "BYBIT_API_KEY", "BYBIT_API_SECRET", null, "BYBIT_BASE_URL"),
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, $"no variables for {venue} in this profile"),
    };

    private static VenueVariables Named(string prefix, string key, string secret, string? passphrase, string rest) =>
        new(key, secret, passphrase, rest, $"{prefix}_POSITION_MODE", $"{prefix}_MARGIN_TYPE");
}
