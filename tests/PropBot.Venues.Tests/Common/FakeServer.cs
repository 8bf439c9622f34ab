using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PropBot.Venues.Tests.Common;

/// <summary>A server on a free loopback port that does what the test says.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.First());

    public Uri StreamAddress => new UriBuilder(Address) { Scheme = "ws" }.Uri;

    public static async Task<FakeServer> StartAsync(Func<HttpContext, Task> handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(context => handle(context));
        await app.StartAsync();
        return new FakeServer(app);
    }

    /// <summary>Serves every WebSocket with the script; ends when the script does.</summary>
    public static Task<FakeServer> StartStreamAsync(Func<WebSocket, CancellationToken, Task> script) => StartAsync(async context =>
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        await script(socket, context.RequestAborted);
    });

    public static Task SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>One text message; null when the client has gone.</summary>
    public static async Task<string?> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, cancellationToken);
            return result.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, result.Count);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Keeps the client waiting until it gives up.</summary>
    public static async Task UntilGoneAsync(CancellationToken aborted)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = aborted.Register(gone.SetResult);
        await gone.Task;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
