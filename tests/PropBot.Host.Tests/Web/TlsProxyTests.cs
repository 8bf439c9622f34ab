using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using PropBot.Host.Configuration;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: behind a proxy the session's cookie goes over TLS alone, and who calls is what the proxy says and nobody else.</summary>
public sealed class TlsProxyTests
{
    private static readonly IPAddress Proxy = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.9");

    private static readonly ServerConfig Behind = new() { BehindTlsProxy = true, TrustedProxies = [Proxy] };

    [Fact]
    public async Task Cookie_BehindTheProxy_IsSecure_WhateverTheProxyForgets_AndNotOnLoopback()
    {
        Assert.Contains("secure", await CookieAsync(Behind, Proxy, "https"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", await CookieAsync(Behind, Proxy, null), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", await CookieAsync(Behind, IPAddress.Loopback, null), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", await CookieAsync(new ServerConfig(), Stranger, "https"), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The address that wrong tokens are counted for: nobody gets others to wait, or never waits, by a header of their own.</summary>
    [Fact]
    public async Task Address_IsTakenFromTheNamedProxyAlone()
    {
        await using WebDesk desk = await WebDesk.StartAsync(SampleDesk.Trading(), server: Behind);
        for (int i = 0; i < 15; i++)
        {
            // Each time another caller behind the proxy.
            Assert.Equal(401, await WrongTokenAsync(desk, Proxy, $"198.51.100.{i}"));
        }

        int last = 0;
        for (int i = 0; i < 15; i++)
        {
            // One caller who says each time that they are another one.
            last = await WrongTokenAsync(desk, Stranger, $"198.51.100.{i}");
        }

        Assert.Equal(429, last);
    }

    private static async Task<int> WrongTokenAsync(WebDesk desk, IPAddress from, string forwardedFor) => (await SendAsync(desk, from, context =>
    {
        context.Request.Path = "/api/ui/status";
        context.Request.Headers.Authorization = "Bearer a-guess-of-somebody";
        context.Request.Headers["X-Forwarded-For"] = forwardedFor;
    })).Response.StatusCode;

    private static async Task<string> CookieAsync(ServerConfig server, IPAddress from, string? proto)
    {
        await using WebDesk desk = await WebDesk.StartAsync(SampleDesk.Trading(), server: server);
        HttpContext answer = await SendAsync(desk, from, context =>
        {
            context.Request.Path = "/ui/login";
            if (proto is not null)
            {
                context.Request.Headers["X-Forwarded-Proto"] = proto;
                context.Request.Headers["X-Forwarded-For"] = "198.51.100.7";
            }
        });
        string cookie = answer.Response.Headers.SetCookie.ToString();
        Assert.NotEmpty(cookie);
        return cookie;
    }

    private static Task<HttpContext> SendAsync(WebDesk desk, IPAddress from, Action<HttpContext> request) => desk.App.GetTestServer().SendAsync(context =>
    {
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = from;
        request(context);
    });
}
