using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PropBot.Host.Auth;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The overview over a WebSocket, once a second, for monitors that want no polling of their own.</summary>
internal sealed class StatusStream(DeskReader reader, LatencyMeters latency, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public const string Route = "/api/ui/status/stream/status";

    /// <summary>Each costs the desk's machine an overview a second.</summary>
    private const int MostReaders = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private int _open;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Route, (HttpContext context, StatusStream stream) => stream.ServeAsync(context)).WithSummary("A WebSocket: the overview as JSON text, once a second");

    private async Task<IResult> ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return ErrorResponse.Of(StatusCodes.Status400BadRequest, "this is a WebSocket: ask with 'Connection: Upgrade', or read /api/ui/status/overview");
        }

        if (context.Caller().Session is not null && !IsOwnPage(context.Request))
        {
            return ErrorResponse.Of(StatusCodes.Status403Forbidden, "the page that asks is not ours");
        }

        if (Interlocked.Increment(ref _open) > MostReaders)
        {
            Interlocked.Decrement(ref _open);
            return ErrorResponse.Of(StatusCodes.Status503ServiceUnavailable, $"{MostReaders} readers are connected already: close one, or read /api/ui/status/overview");
        }

        try
        {
            await TellAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        return TypedResults.Empty;
    }

    private async Task TellAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        Task closed = WaitForCloseAsync(socket, stop);
        try
        {
            await SendAsync(socket, stop.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The reader went away or the process ends: both end the stream.
        }

        await stop.CancelAsync();
        await closed;
    }

    private async Task SendAsync(WebSocket socket, CancellationToken cancel)
    {
        while (socket.State == WebSocketState.Open)
        {
            DeskReading desk = reader.Read();
            if (desk.Snapshot is { } snapshot)
            {
                byte[] text = JsonSerializer.SerializeToUtf8Bytes(OverviewResponse.Of(desk, snapshot, latency), ApiJson.Options);
                await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancel);
            }

            await Task.Delay(Interval, time, cancel);
        }
    }

    /// <summary>Nobody has anything to say to us but goodbye.</summary>
    private static async Task WaitForCloseAsync(WebSocket socket, CancellationTokenSource stop)
    {
        byte[] ignored = new byte[256];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                WebSocketReceiveResult said = await socket.ReceiveAsync(ignored, stop.Token);
                if (said.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // It is closed then.
        }

        await stop.CancelAsync();
    }

    /// <summary>A browser sends its cookie with any page's WebSocket, and says whose page it is.</summary>
    private static bool IsOwnPage(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out Uri? page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
