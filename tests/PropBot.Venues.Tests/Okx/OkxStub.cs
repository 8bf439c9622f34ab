using System.Text;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>The venue's REST side as a script: the answer by method and path, and everything that was asked.</summary>
internal sealed class OkxStub : IAsyncDisposable
{
    private readonly FakeServer _server;
    private readonly List<string> _asked = [];

    private OkxStub(FakeServer server)
    {
        _server = server;
        Rest = new OkxRest(Options, new VenueClock(Time, 0), Counters);
        History = new OkxHistory(Rest);
        Orders = new OkxOrders(Rest, History);
    }

    public ManualTime Time { get; } = new();

    public VenueCounters Counters { get; } = new();

    public OkxRest Rest { get; }

    public OkxHistory History { get; }

    public OkxOrders Orders { get; }

    public VenueOptions Options => OptionsOf(_server);

    /// <summary><c>GET /path?query</c> or <c>POST /path body</c>, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <param name="answer">Of what was asked; null is "no such path".</param>
    public static async Task<OkxStub> StartAsync(Func<string, string?> answer)
    {
        OkxStub? stub = null;
        FakeServer server = await FakeServer.StartAsync(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            string asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString.Value}{(body.Length > 0 ? $" {body}" : "")}";
            lock (stub!._asked)
            {
                stub._asked.Add(asked);
            }

            string? text = answer(asked);
            context.Response.StatusCode = text is null ? 404 : 200;
            await context.Response.WriteAsync(text ?? "", Encoding.UTF8);
        });
        return stub = new OkxStub(server);
    }

    public static string Data(params IEnumerable<string> items) => $$"""{"code":"0","msg":"","data":[{{string.Join(',', items)}}]}""";

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        await _server.DisposeAsync();
    }

    private static VenueOptions OptionsOf(FakeServer server) => new()
    {
        Venue = VenueId.OkxPerp,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = server.Address,
        PublicStreamAddress = server.StreamAddress,
        PrivateStreamAddress = server.StreamAddress,
        Credentials = new VenueCredentials("key", "secret", "phrase"),
        OwnOrderPrefix = "pb",
    };
}
