using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PropBot.Simulator.Framing;

/// <summary>An HTTP and WebSocket server on a port of the loopback interface, and nothing around it.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;

    private LoopbackListener(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary><c>http://127.0.0.1:port</c></summary>
    public Uri Address { get; }

    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="IOException">The port is in use or not allowed.</exception>
    public static async Task<LoopbackListener> StartAsync(
        int port, RequestDelegate handle, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // Empty: no configuration files, no environment variables such as ASPNETCORE_URLS, no console.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestText.MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Use(next => connection =>
            {
                ConnectionGate.Build(connection);
                return next(connection);
            }));
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);

        WebApplication application = builder.Build();
        application.UseWebSockets();
        application.Run(handle);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new LoopbackListener(application, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    /// <summary>Signals belong to the process, whose owner stops its bot before its venues.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
