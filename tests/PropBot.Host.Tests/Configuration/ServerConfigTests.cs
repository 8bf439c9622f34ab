using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: with a real account behind it the surface is never reached in clear text from another machine, unless somebody says what stands before it.</summary>
public sealed class ServerConfigTests
{
    [Theory]
    [InlineData("testnet", "http://0.0.0.0:8000")]
    [InlineData("live", "http://0.0.0.0:8000")]
    [InlineData("live", "http://192.0.2.10:8000")]
    [InlineData("testnet", "http://[::]:8000")]
    [InlineData("live", "http://desk.example:8000")]
    public void AnAddressForOtherMachines_InClearText_StopsTheStart(string profile, string urls)
    {
        string fault = Assert.Single(Assert.Throws<ConfigException>(() => Read(profile, urls, "")).Faults).ToString();
        Assert.StartsWith("--urls", fault, StringComparison.Ordinal);
        Assert.Contains("in clear text", fault, StringComparison.Ordinal);
        Assert.Contains("server.behind_tls_proxy", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper", "http://0.0.0.0:8000", "")]
    [InlineData("testnet", "http://127.0.0.1:8000", "")]
    [InlineData("live", "http://localhost:8000", "")]
    [InlineData("live", "http://[::1]:8000", "")]
    [InlineData("live", "http://127.0.0.1:8000", "server: {behind_tls_proxy: on}")]
    [InlineData("live", "http://0.0.0.0:8000", "server: {behind_tls_proxy: on, trusted_proxies: '192.0.2.1, 2001:db8::1'}")]
    public void Loopback_Paper_AndANamedProxy_Start(string profile, string urls, string server)
    {
        RunSettings settings = Read(profile, urls, server);
        Assert.Equal(server.Length > 0, settings.Config.Server.BehindTlsProxy);
        Assert.Equal(server.Contains("2001", StringComparison.Ordinal) ? ["192.0.2.1", "2001:db8::1"] : [], settings.Config.Server.TrustedProxies.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("server: {behind_tls_proxy: on}", "server.trusted_proxies: is empty")]
    [InlineData("server: {behind_tls_proxy: on, trusted_proxies: 'nginx'}", "'nginx' is no IP address")]
    public void AProxyThatIsNotNamed_StopsTheStart(string server, string expected) => Assert.Contains(
        Assert.Throws<ConfigException>(() => Read("live", "http://0.0.0.0:8000", server)).Faults, f => f.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void NamedProxies_WithoutTheSwitch_AreAWarning() => Assert.Contains(
        Read("paper", "http://127.0.0.1:8000", "server: {trusted_proxies: '192.0.2.1'}").Warnings, w => w.ToString().StartsWith("server.trusted_proxies", StringComparison.Ordinal));

    [Fact]
    public void Variables_SayItToo()
    {
        ServerConfig server = Read("testnet", "http://0.0.0.0:8000", "", ("PROPBOT_BEHIND_TLS_PROXY", "on"), ("PROPBOT_TRUSTED_PROXIES", "172.17.0.1")).Config.Server;
        Assert.Equal((true, "172.17.0.1"), (server.BehindTlsProxy, Assert.Single(server.TrustedProxies).ToString()));
    }

    private static RunSettings Read(string profile, string urls, string yaml, params (string Name, string Value)[] variables)
    {
        var said = VenueKeys.Secrets.Options.ToDictionary(o => o.Name, _ => "a-key", StringComparer.Ordinal);
        said["PROPBOT_URLS"] = urls;
        said["WATCHDOG_AUTO_HOLD"] = "on";
        said["OPERATOR_TOKENS"] = "anna:operator:anna-token,boris:operator:boris-token";
        foreach ((string name, string value) in variables)
        {
            said[name] = value;
        }

        return RunSettings.Read(new RunArguments { Profile = profile }, name => said.GetValueOrDefault(name), $"{ConfigReader.BuiltIn(profile)}\n{yaml}\n");
    }
}
