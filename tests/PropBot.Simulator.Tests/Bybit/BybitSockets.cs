using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Streams of the venue and what is said on them.</summary>
internal static class BybitSockets
{
    public static Task<SocketClient> PublicAsync(TestSimulator simulator) =>
        SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BybitLinear].PublicStream, "/v5/public/linear"));

    public static Task<SocketClient> PrivateAsync(TestSimulator simulator) =>
        SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BybitLinear].PrivateStream, "/v5/private"));

    /// <summary>A private stream that is authenticated and has these topics.</summary>
    public static async Task<SocketClient> AuthenticatedAsync(TestSimulator simulator, BybitRestClient client, params string[] topics)
    {
        SocketClient socket = await PrivateAsync(simulator);
        await ExpectAsync(socket, client.Auth(), success: true);
        await ExpectAsync(socket, Subscribe(topics), success: true);
        return socket;
    }

    public static string Subscribe(params string[] topics) => JsonSerializer.Serialize(new { op = "subscribe", args = topics });

    public static async Task<JsonElement> ExpectAsync(SocketClient socket, string request, bool success)
    {
        await socket.SendAsync(request);
        JsonElement answer = await socket.ReceiveUntilAsync(message => message.TryGetProperty("success", out _));
        Assert.Equal(success, answer.GetProperty("success").GetBoolean());
        return answer;
    }

    public static async Task<JsonElement> PushAsync(SocketClient socket, string topic) => await socket.ReceiveUntilAsync(
        message => message.TryGetProperty("topic", out JsonElement told) && told.GetString() == topic);

    /// <summary>The first entry of a private push.</summary>
    public static async Task<JsonElement> FirstAsync(SocketClient socket, string topic) => (await PushAsync(socket, topic)).GetProperty("data")[0];
}
