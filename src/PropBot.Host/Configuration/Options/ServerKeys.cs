using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>How the operator surface is reached: <c>server</c> (ADR 0036).</summary>
internal static class ServerKeys
{
    public static OptionGroup Group { get; } = new("server",
    [
        Switch("server.behind_tls_proxy", false, RiskSense.AnyChange,
            "a proxy that ends TLS stands before the surface and nobody reaches it otherwise; without it testnet and live listen on loopback only",
            "перед интерфейсом стоит прокси с TLS, и иначе до него не добраться; без этого testnet и live слушают только loopback") with
        {
            Variables = [ServerConfig.BehindTlsProxyVariable],
        },
        Of(OptionKind.Text, "server.trusted_proxies", RiskSense.AnyChange,
            "the proxy's IP addresses, `10.0.0.2, 10.0.0.3`: `X-Forwarded-For` and `X-Forwarded-Proto` are taken from these alone",
            "IP-адреса прокси, `10.0.0.2, 10.0.0.3`: `X-Forwarded-For` и `X-Forwarded-Proto` принимаются только от них") with
        {
            Variables = [ServerConfig.TrustedProxiesVariable],
            DefaultWords = new("this machine", "эта машина"),
        },
    ]);
}
