using System.Net;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>What stands between the operator surface and its callers, of <c>server</c> in the file; the variables win over it (ADR 0036).</summary>
public sealed record ServerConfig
{
    public const string BehindTlsProxyVariable = "PROPBOT_BEHIND_TLS_PROXY";
    public const string TrustedProxiesVariable = "PROPBOT_TRUSTED_PROXIES";

    private const string TrustedProxiesKey = "trusted_proxies";

    /// <summary>Nobody but a proxy that ends TLS reaches the address of the surface.</summary>
    public bool BehindTlsProxy { get; init; }

    /// <summary>The proxy's own addresses: what it says of caller and scheme is taken from these alone. Empty: it is on this machine.</summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    internal static ServerConfig Read(ConfigSection section)
    {
        bool behind = section.Switch("behind_tls_proxy");
        Given given = section.Choose(TrustedProxiesKey);
        var proxies = new List<IPAddress>();
        foreach (string word in given.Text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (IPAddress.TryParse(word, out IPAddress? proxy))
            {
                proxies.Add(proxy);
            }
            else
            {
                section.Fault(given, $"'{word}' is no IP address; several stand with commas between them");
            }
        }

        section.Keep(TrustedProxiesKey, given, given.Text ?? "");
        section.RefuseUnknown();
        return new ServerConfig { BehindTlsProxy = behind, TrustedProxies = proxies };
    }

    /// <summary>With orders of a real account behind it, a token never crosses a network in clear text.</summary>
    internal void Check(string profile, Uri address, List<ConfigFault> faults, List<ConfigFault> warnings)
    {
        if (!BehindTlsProxy && TrustedProxies.Count > 0)
        {
            warnings.Add(new ConfigFault("server.trusted_proxies", "has no effect: server.behind_tls_proxy is off"));
        }

        if (profile == "paper" || address.IsLoopback)
        {
            return;
        }

        if (!BehindTlsProxy)
        {
            faults.Add(new ConfigFault("--urls",
                $"'{address}' is reached from other machines in clear text, and in {profile} tokens must not be: use http://127.0.0.1:{address.Port}, or put a proxy with TLS before it and set server.behind_tls_proxy and server.trusted_proxies"));
        }
        else if (TrustedProxies.Count == 0)
        {
            faults.Add(new ConfigFault("server.trusted_proxies", $"is empty: '{address}' is reached from other machines, so name the addresses of the proxy"));
        }
    }
}
