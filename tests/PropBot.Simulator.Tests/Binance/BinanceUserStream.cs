using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>A user data stream whose session is known to be subscribed.</summary>
internal static class BinanceUserStream
{
    public static async Task<SocketClient> OpenAsync(TestSimulator simulator, BinanceRestClient client)
    {
        BinanceAnswer key = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        return await OpenAsync(simulator, $"/ws/{key.Text("listenKey")}");
    }

    public static async Task<SocketClient> OpenAsync(TestSimulator simulator, string path)
    {
        SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PrivateStream, path));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();
        return stream;
    }

    public static Task<JsonElement> NextAsync(this SocketClient stream, string type) =>
        stream.ReceiveUntilAsync(message => message.GetProperty("e").GetString() == type);

    public static Task<JsonElement> NextOrderAsync(this SocketClient stream, string execution) => stream.ReceiveUntilAsync(message =>
        message.GetProperty("e").GetString() == "ORDER_TRADE_UPDATE" && message.GetProperty("o").GetProperty("x").GetString() == execution);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static decimal Number(this JsonElement element, string name) => WireNumber.Parse(element.Text(name));
}
