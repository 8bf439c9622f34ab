using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>One venue on loopback whose book changes with every step, a client, and the handle of faults.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly List<SocketClient> _sockets = [];

    private FaultStage(TestSimulator simulator, IFaultWire wire)
    {
        Simulator = simulator;
        Wire = wire;
        _http = new HttpClient { BaseAddress = simulator.Host.Venues[wire.Venue].Rest };
    }

    public TestSimulator Simulator { get; }

    public IFaultWire Wire { get; }

    public static async Task<FaultStage> StartAsync(VenueId venue)
    {
        TestSimulator simulator = await TestSimulator.StartAsync(venue, btc: step => 50_000m + (step % 2 * 10m));
        return new FaultStage(simulator, venue == VenueId.BinanceUm ? new BinanceFaultWire(simulator)
            : venue == VenueId.OkxPerp ? new OkxFaultWire(simulator)
            : new BybitFaultWire(simulator));
    }

    public Task<int> InjectAsync(FaultKind kind, Func<FaultRule, FaultRule>? change = null)
    {
        var rule = new FaultRule { Kind = kind, Venue = Wire.Venue };
        return Simulator.Host.InjectAsync(change?.Invoke(rule) ?? rule);
    }

    public async Task<long> StruckAsync(FaultKind kind) =>
        (await Simulator.Host.FaultsAsync()).Counts.GetValueOrDefault(kind);

    /// <summary>Sends a request and says what came of it; a connection that broke is an outcome too.</summary>
    public async Task<WireOutcome> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using HttpResponseMessage response = await _http.SendAsync(request);
                string body = await response.Content.ReadAsStringAsync();
                return new WireOutcome(
                    (int)response.StatusCode,
                    body,
                    response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
            }
            catch (HttpRequestException broken)
            {
                bool isRefused = broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
                return new WireOutcome(0, isRefused ? "refused" : "reset", new Dictionary<string, string>());
            }
        }
    }

    /// <summary>The order as the venue has it; null when it has none.</summary>
    public async Task<JsonElement?> FindAsync(string id)
    {
        WireOutcome answer = await SendAsync(Wire.Query(id));
        return Wire.OrderOf(answer.Json);
    }

    public Task StepAsync() => Simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));

    public async Task<SocketClient> BookStreamAsync()
    {
        SocketClient socket = Keep(await Wire.BookStreamAsync());
        await StepAsync();
        await DrainAsync(socket);
        return socket;
    }

    public async Task<SocketClient> PrivateStreamAsync()
    {
        SocketClient socket = Keep(await Wire.PrivateStreamAsync());
        await DrainAsync(socket);
        return socket;
    }

    public SocketClient Keep(SocketClient socket)
    {
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Everything the socket was told before the answer to a question that is asked now.</summary>
    public async Task<List<string>> DrainAsync(SocketClient socket)
    {
        await socket.SendAsync(Wire.Ping);
        var told = new List<string>();
        while (true)
        {
            string text = await socket.ReceiveTextAsync() ?? throw new InvalidOperationException("closed");
            if (Wire.IsPong(text))
            {
                return told;
            }

            told.Add(text);
        }
    }

    /// <summary>The messages of one step.</summary>
    public async Task<List<string>> StepAndDrainAsync(SocketClient socket)
    {
        await StepAsync();
        return await DrainAsync(socket);
    }

    public static JsonElement Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static DateTimeOffset Millis(JsonElement value) => DateTimeOffset.FromUnixTimeMilliseconds(
        value.ValueKind == JsonValueKind.Number ? value.GetInt64() : long.Parse(value.GetString()!, CultureInfo.InvariantCulture));

    public static (decimal BestBid, decimal BestAsk) Best(JsonElement bids, JsonElement asks) => (
        bids.EnumerateArray().Where(IsThere).Select(PriceOf).DefaultIfEmpty(0m).Max(),
        asks.EnumerateArray().Where(IsThere).Select(PriceOf).DefaultIfEmpty(decimal.MaxValue).Min());

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _http.Dispose();
        Wire.Dispose();
        await Simulator.DisposeAsync();
    }

    private static bool IsThere(JsonElement level) => WireNumber.Parse(level[1].GetString()!) > 0m;

    private static decimal PriceOf(JsonElement level) => WireNumber.Parse(level[0].GetString()!);
}

/// <param name="Status">0: no answer; the body then says how the connection ended.</param>
internal sealed record WireOutcome(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => FaultStage.Read(Body);
}
