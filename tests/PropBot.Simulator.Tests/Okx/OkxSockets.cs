using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Streams of the venue and what is said on them.</summary>
internal static class OkxSockets
{
    public static Task<SocketClient> PublicAsync(TestSimulator simulator) =>
        SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.OkxPerp].PublicStream, "/ws/v5/public"));

    public static Task<SocketClient> PrivateAsync(TestSimulator simulator) =>
        SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.OkxPerp].PrivateStream, "/ws/v5/private"));

    /// <summary>A private stream that is logged in and has these channels.</summary>
    public static async Task<SocketClient> LoggedInAsync(TestSimulator simulator, OkxRestClient client, params string[] channels)
    {
        SocketClient socket = await PrivateAsync(simulator);
        await socket.SendAsync(client.Login());
        await socket.ReceiveUntilAsync(message => IsEvent(message, "login"));
        foreach (string channel in channels)
        {
            await socket.SendAsync(Subscribe(channel));
            await socket.ReceiveUntilAsync(message => IsEvent(message, "channel-conn-count"));
        }

        return socket;
    }

    public static string Subscribe(string argument) => $$"""{"op":"subscribe","args":[{{argument}}]}""";

    public static bool IsEvent(JsonElement message, string name) =>
        message.TryGetProperty("event", out JsonElement told) && told.GetString() == name;

    public static bool IsPush(JsonElement message, string channel) =>
        message.TryGetProperty("data", out _) && message.GetProperty("arg").GetProperty("channel").GetString() == channel;

    public static async Task<JsonElement> PushAsync(SocketClient socket, string channel) =>
        (await socket.ReceiveUntilAsync(message => IsPush(message, channel))).GetProperty("data");

    public static async Task ExpectErrorAsync(SocketClient socket, string request, string code)
    {
        await socket.SendAsync(request);
        JsonElement answer = await socket.ReceiveAsync();
        Assert.Equal("error", answer.GetProperty("event").GetString());
        Assert.Equal(code, answer.GetProperty("code").GetString());
    }
}
