using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Who is let in, and what the others hear.</summary>
public sealed class OkxSigningTests
{
    private const string Balance = "/api/v5/account/balance?ccy=USDT";

    [Fact]
    public async Task Request_SignedRightly_IsAnsweredWithTheDemoHeaderToo()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator) { IsDemo = true };

        JsonElement data = await client.DataAsync(Balance);

        JsonElement detail = data[0].GetProperty("details")[0];
        Assert.Equal("USDT", detail.GetProperty("ccy").GetString());
        Assert.Equal("100000", detail.GetProperty("cashBal").GetString());
        Assert.Equal("100000", data[0].GetProperty("totalEq").GetString());
    }

    [Fact]
    public async Task Request_NotSignedRightly_IsRefusedWithTheVenuesCode()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);

        await Refuses(simulator, "50113", client => client.Secret = "another secret");
        await Refuses(simulator, "50113", client => client.SignedPath = "/api/v5/account/balance");
        await Refuses(simulator, "50111", client => client.Key = "nobody");
        await Refuses(simulator, "50105", client => client.Passphrase = "another");
        await Refuses(simulator, "50103", client => client.Key = "");
        await Refuses(simulator, "50104", client => client.Passphrase = "");
        await Refuses(simulator, "50102", client => client.ClockError = TimeSpan.FromSeconds(-31));
        await Refuses(simulator, "50102", client => client.ClockError = TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task Request_TimestampWithinTheWindow_IsAnswered()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator) { ClockError = TimeSpan.FromSeconds(-29) };

        await client.DataAsync(Balance);
    }

    [Fact]
    public async Task Request_UnknownPathOrMethodOrBody_SaysSo()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        (HttpStatusCode status, _) = await client.PublicAsync("/api/v5/nothing");
        Assert.Equal(HttpStatusCode.NotFound, status);

        (status, JsonElement body) = await client.GetAsync("/api/v5/trade/cancel-order");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.Equal("50115", body.GetProperty("code").GetString());

        (status, body) = await client.PublicAsync("/api/v5/public/instruments");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("50014", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Login_SignedRightly_IsConfirmed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.PrivateAsync(simulator);

        await socket.SendAsync(client.Login());

        JsonElement answer = await socket.ReceiveAsync();
        Assert.Equal("login", answer.GetProperty("event").GetString());
        Assert.Equal("0", answer.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Login_WrongParts_AreNamed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using SocketClient socket = await OkxSockets.PrivateAsync(simulator);
        using var wrongSecret = new OkxRestClient(simulator) { Secret = "another" };
        using var wrongKey = new OkxRestClient(simulator) { Key = "nobody" };
        using var wrongPassphrase = new OkxRestClient(simulator) { Passphrase = "another" };

        await OkxSockets.ExpectErrorAsync(socket, wrongSecret.Login(), "60007");
        await OkxSockets.ExpectErrorAsync(socket, wrongKey.Login(), "60005");
        await OkxSockets.ExpectErrorAsync(socket, wrongPassphrase.Login(), "60024");
        await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"channel":"orders","instType":"SWAP"}"""), "60011");
    }

    private static async Task Refuses(TestSimulator simulator, string code, Action<OkxRestClient> change)
    {
        using var client = new OkxRestClient(simulator);
        change(client);
        (HttpStatusCode status, JsonElement body) = await client.GetAsync(Balance);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.NotEqual("", body.GetProperty("msg").GetString());
    }
}
