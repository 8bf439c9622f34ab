using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using PropBot.Host.Configuration;

namespace PropBot.Host.Surface;

/// <summary>A proxy that ends TLS: who calls and by which scheme is what it says, and what nobody else says.</summary>
internal static class TlsProxy
{
    public static void UseTlsProxy(this IApplicationBuilder app, ServerConfig server)
    {
        if (!server.BehindTlsProxy)
        {
            return;
        }

        // One proxy: of a longer list of addresses only the last was written by it.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        if (server.TrustedProxies.Count > 0)
        {
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (IPAddress proxy in server.TrustedProxies)
            {
                options.KnownProxies.Add(proxy);
            }
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>Whether a cookie may go over TLS alone. Somebody on this machine reaches the surface without the proxy.</summary>
    public static bool NeedsSecureCookie(this HttpContext context, ServerConfig server) =>
        context.Request.IsHttps || (server.BehindTlsProxy && context.Connection.RemoteIpAddress is not null && !IPAddress.IsLoopback(context.Connection.RemoteIpAddress));
}
