using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Who is let in, and what the others hear.</summary>
public sealed class BybitSigningTests
{
    private const string Wallet = "/v5/account/wallet-balance?accountType=UNIFIED&coin=USDT";

    [Fact]
    public async Task Request_SignedRightly_IsAnsweredInTheEnvelope()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement body = await client.GetAsync(Wallet);

        Assert.Equal(0, body.GetProperty("retCode").GetInt32());
        Assert.Equal("OK", body.GetProperty("retMsg").GetString());
        Assert.Equal(JsonValueKind.Object, body.GetProperty("retExtInfo").ValueKind);
        Assert.Equal(simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), body.GetProperty("time").GetInt64());
        JsonElement account = body.GetProperty("result").GetProperty("list")[0];
        Assert.Equal("100000", account.GetProperty("totalEquity").GetString());
        Assert.Equal("100000", account.GetProperty("coin")[0].GetProperty("walletBalance").GetString());
    }

    [Fact]
    public async Task Request_NotSignedRightly_IsRefusedWithTheVenuesCode()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);

        await Refuses(simulator, 10004, client => client.Secret = "another secret");
        await Refuses(simulator, 10003, client => client.Key = "nobody");
        await Refuses(simulator, 10002, client => client.ClockError = TimeSpan.FromMilliseconds(-5_001));
        await Refuses(simulator, 10002, client => client.ClockError = TimeSpan.FromMilliseconds(1_000));
        using var client = new BybitRestClient(simulator);
        Assert.Equal(HttpStatusCode.Unauthorized, await client.UnsignedStatusAsync(Wallet));
    }

    [Fact]
    public async Task Request_WiderReceiveWindow_LetsAnOlderTimestampPass()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator) { ReceiveWindow = "20000", ClockError = TimeSpan.FromSeconds(-19) };
        using var standard = new BybitRestClient(simulator) { ReceiveWindow = null, ClockError = TimeSpan.FromSeconds(-4) };

        await client.ResultAsync(Wallet);
        await standard.ResultAsync(Wallet);
    }

    [Fact]
    public async Task PostedOrder_SignatureCoversTheBody_IsAccepted()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        Assert.Equal(0, (await client.PlaceAsync()).GetProperty("retCode").GetInt32());

        client.Secret = "another";
        Assert.Equal(10004, (await client.PlaceAsync()).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task UnknownPath_IsNotFound()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        Assert.Equal(10017, (await client.PublicAsync("/v5/nothing")).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task Auth_RightAndWrong_IsAnswered()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using SocketClient socket = await BybitSockets.PrivateAsync(simulator);
        using var wrongSecret = new BybitRestClient(simulator) { Secret = "another" };
        using var wrongKey = new BybitRestClient(simulator) { Key = "nobody" };
        using var late = new BybitRestClient(simulator) { ClockError = TimeSpan.FromSeconds(-11) };
        using var right = new BybitRestClient(simulator);

        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("order"), success: false);
        await BybitSockets.ExpectAsync(socket, wrongSecret.Auth(), success: false);
        await BybitSockets.ExpectAsync(socket, wrongKey.Auth(), success: false);
        await BybitSockets.ExpectAsync(socket, late.Auth(), success: false);
        JsonElement answer = await BybitSockets.ExpectAsync(socket, right.Auth(), success: true);
        Assert.Equal("auth", answer.GetProperty("op").GetString());
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("order", "execution", "position", "wallet"), success: true);
    }

    private static async Task Refuses(TestSimulator simulator, int code, Action<BybitRestClient> change)
    {
        using var client = new BybitRestClient(simulator);
        change(client);
        JsonElement body = await client.GetAsync(Wallet);
        Assert.Equal(code, body.GetProperty("retCode").GetInt32());
        Assert.NotEqual("", body.GetProperty("retMsg").GetString());
    }
}
