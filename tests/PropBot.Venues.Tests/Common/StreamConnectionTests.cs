using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Tests.Common;

public sealed class StreamConnectionTests
{
    private static readonly VenueClock Clock = new(TimeProvider.System, 0);

    [Fact]
    public async Task Run_VenueCloses_IsToldAndConnectsAgain()
    {
        int connections = 0;
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            await FakeServer.SendAsync(socket, $"connection {Interlocked.Increment(ref connections)}");
            await FakeServer.ReceiveAsync(socket, ended);
        });
        var handler = new Recorder(server.StreamAddress, reply: message => message == "connection 1" ? "go away" : null);

        await RunUntilAsync(handler, Options(), "message connection 2");

        Assert.Equal(["connected", "message connection 1", "lost", "connected", "message connection 2"], handler.Told.Take(5));
    }

    [Fact]
    public async Task Run_Silence_EndsTheConnection()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync((socket, ended) => FakeServer.ReceiveAsync(socket, ended));
        var handler = new Recorder(server.StreamAddress);

        await RunUntilAsync(handler, Options() with { SilenceLimit = TimeSpan.FromMilliseconds(80) }, "lost");

        Assert.StartsWith("silent for", handler.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Heartbeat_IsSentAndItsAnswerIsLife()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            while (await FakeServer.ReceiveAsync(socket, ended) is { } text)
            {
                await FakeServer.SendAsync(socket, $"answer to {text}");
            }
        });
        var handler = new Recorder(server.StreamAddress);
        StreamOptions options = Options() with { Heartbeat = "ping"u8.ToArray(), HeartbeatInterval = TimeSpan.FromMilliseconds(20) };

        await RunUntilAsync(handler, options, "message answer to ping");

        Assert.DoesNotContain("lost", handler.Told);
    }

    /// <summary>Every message is answered by the next: the connection is never silent.</summary>
    [Fact]
    public async Task Run_Heartbeat_IsSentOnABusyConnection()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            await FakeServer.SendAsync(socket, "tick");
            while (await FakeServer.ReceiveAsync(socket, ended) is { } text)
            {
                await FakeServer.SendAsync(socket, text == "ping" ? "heard" : "tick");
            }
        });
        var handler = new Recorder(server.StreamAddress, reply: message => message == "tick" ? "tock" : null);
        StreamOptions options = Options() with { Heartbeat = "ping"u8.ToArray(), HeartbeatInterval = TimeSpan.FromMilliseconds(100) };

        await RunUntilAsync(handler, options, "message heard");

        Assert.DoesNotContain("lost", handler.Told);
    }

    [Fact]
    public async Task Run_MessageThatCannotBeRead_IsCountedAndSurvived()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            await FakeServer.SendAsync(socket, "broken");
            await FakeServer.SendAsync(socket, "whole");
            await FakeServer.ReceiveAsync(socket, ended);
        });
        var handler = new Recorder(server.StreamAddress);
        var counters = new VenueCounters();

        await RunUntilAsync(handler, Options(), "message whole", counters);

        Assert.Equal(1, counters.Malformed.Count);
        Assert.Equal("broken", counters.Malformed.Latest()[0].Beginning);
        Assert.DoesNotContain("lost", handler.Told);
    }

    [Fact]
    public async Task Run_MessageLongerThanTheBuffer_ComesWhole()
    {
        string text = new('y', 300_000);
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, ended);
            await FakeServer.ReceiveAsync(socket, ended);
        });
        var handler = new Recorder(server.StreamAddress);

        await RunUntilAsync(handler, Options(), $"message {text}");
    }

    [Fact]
    public async Task Run_MessageAboveTheLimit_EndsTheConnection()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, ended) =>
        {
            await socket.SendAsync(new byte[200_000], WebSocketMessageType.Text, true, ended);
            await FakeServer.ReceiveAsync(socket, ended);
        });
        var handler = new Recorder(server.StreamAddress);

        await RunUntilAsync(handler, Options() with { MaxMessageBytes = 100_000 }, "lost");

        Assert.Contains("longer than 100000 bytes", handler.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HandlerFailsAfterConnecting_ConnectsAgain()
    {
        await using FakeServer server = await FakeServer.StartStreamAsync((socket, ended) => FakeServer.ReceiveAsync(socket, ended));
        var handler = new Recorder(server.StreamAddress) { FailuresAfterConnect = 1 };

        await RunUntilAsync(handler, Options(), "connected");
        Assert.Equal(["failed", "lost", "connected"], handler.Told.Take(3));
    }

    [Fact]
    public async Task Run_NoServer_TriesAgainUntilCancelled()
    {
        var handler = new Recorder(new Uri("ws://127.0.0.1:9/"));

        await RunUntilAsync(handler, Options(), "lost");
    }

    private static StreamOptions Options() => new()
    {
        Name = "test",
        ShortestPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(2),
    };

    private static async Task RunUntilAsync(Recorder handler, StreamOptions options, string told, VenueCounters? counters = null)
    {
        using var stop = new CancellationTokenSource();
        var connection = new StreamConnection(
            SomeVenue.At(new Uri("http://127.0.0.1:9")), options, Clock, counters ?? new VenueCounters(), SilentVenueLog.Instance, handler);
        Task running = connection.RunAsync(stop.Token);
        await handler.WaitForAsync(told);
        await stop.CancelAsync();
        await running.WaitAsync(RecordingSink.Patience);
    }

    private sealed class Recorder(Uri address, Func<string, string?>? reply = null) : IStreamHandler
    {
        private readonly ConcurrentQueue<string> _told = new();
        private readonly SemaphoreSlim _news = new(0);
        private IStreamSender? _sender;

        public int FailuresAfterConnect { get; set; }

        public string Reason { get; private set; } = "";

        public IReadOnlyList<string> Told => [.. _told];

        public async Task WaitForAsync(string text)
        {
            while (!_told.Contains(text))
            {
                Assert.True(await _news.WaitAsync(RecordingSink.Patience), $"never told '{text}'");
            }
        }

        public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(address);

        public Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
        {
            _sender = sender;
            if (FailuresAfterConnect-- > 0)
            {
                Tell("failed");
                throw new InvalidOperationException("not today");
            }

            Tell("connected");
            return Task.CompletedTask;
        }

        public async ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
        {
            string text = Encoding.UTF8.GetString(message.Span);
            if (text == "broken")
            {
                throw new JsonException("not to be read");
            }

            Tell($"message {text}");
            if (reply?.Invoke(text) is { } answer)
            {
                await _sender!.SendAsync(Encoding.UTF8.GetBytes(answer), connectionEnded);
            }
        }

        public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
        {
            Reason = reason;
            Tell("lost");
            return default;
        }

        private void Tell(string text)
        {
            _told.Enqueue(text);
            _news.Release();
        }
    }
}
