using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace PropBot.Simulator.Tests.Support;

/// <summary>A plain WebSocket client that reads JSON messages.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<SocketClient> ConnectAsync(Uri address)
    {
        var client = new SocketClient();
        using var limit = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(address, limit.Token);
        return client;
    }

    public async Task SendAsync(string message)
    {
        using var limit = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    /// <summary>The next message; null when the server closed the connection.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var message = new ArrayBufferWriter<byte>();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.WrittenSpan);
            }
        }
    }

    public async Task<JsonElement> ReceiveAsync()
    {
        string? text = await ReceiveTextAsync();
        Assert.NotNull(text);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The first message that fits; those before it are thrown away.</summary>
    public async Task<JsonElement> ReceiveUntilAsync(Func<JsonElement, bool> fits)
    {
        while (true)
        {
            JsonElement message = await ReceiveAsync();
            if (fits(message))
            {
                return message;
            }
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
