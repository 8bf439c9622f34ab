using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>A plain HTTP client that signs as the venue's documents say.</summary>
internal sealed class BybitRestClient(TestSimulator simulator, int account = 1) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator.Host.Venues[VenueId.BybitLinear].Rest };

    public string Key { get; set; } = TestSimulator.AccountOf(VenueId.BybitLinear, account).ApiKey;

    public string Secret { get; set; } = TestSimulator.AccountOf(VenueId.BybitLinear, account).ApiSecret;

    /// <summary>Added to the market's time for the timestamp.</summary>
    public TimeSpan ClockError { get; set; }

    public string? ReceiveWindow { get; set; } = "5000";

    /// <summary>An answer to an unsigned request, whole.</summary>
    public Task<JsonElement> PublicAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonElement> GetAsync(string path) => SendAsync(Signed(new HttpRequestMessage(HttpMethod.Get, path), path[(path.IndexOf('?') + 1)..]));

    public Task<JsonElement> PostAsync(string path, object body)
    {
        string text = JsonSerializer.Serialize(body);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        return SendAsync(Signed(request, text));
    }

    /// <summary>The result of an answer that must be a yes.</summary>
    public async Task<JsonElement> ResultAsync(string path)
    {
        JsonElement body = await GetAsync(path);
        Assert.Equal(0, body.GetProperty("retCode").GetInt32());
        return body.GetProperty("result");
    }

    public async Task<JsonElement> ListAsync(string path) => (await ResultAsync(path)).GetProperty("list");

    /// <summary>Places an order; fields beyond the usual ones replace or add.</summary>
    public Task<JsonElement> PlaceAsync(params (string Name, object Value)[] fields)
    {
        var order = new Dictionary<string, object>
        {
            ["category"] = "linear",
            ["symbol"] = "BTCUSDT",
            ["side"] = "Buy",
            ["orderType"] = "Market",
            ["qty"] = "0.01",
        };
        foreach ((string name, object value) in fields)
        {
            order[name] = value;
        }

        return PostAsync("/v5/order/create", order);
    }

    /// <summary>The authentication of a private stream, valid for ten seconds of market time.</summary>
    public string Auth()
    {
        long expires = (simulator.Host.Clock.GetUtcNow() + TimeSpan.FromSeconds(10) + ClockError).ToUnixTimeMilliseconds();
        string sign = Sign(string.Create(CultureInfo.InvariantCulture, $"GET/realtime{expires}"));
        return JsonSerializer.Serialize(new { op = "auth", args = new object[] { Key, expires, sign } });
    }

    /// <summary>The HTTP status of a private request that carries no signature at all.</summary>
    public async Task<HttpStatusCode> UnsignedStatusAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A signed request, not sent yet.</summary>
    public HttpRequestMessage Message(HttpMethod method, string path, string body = "")
    {
        var request = new HttpRequestMessage(method, path);
        if (body.Length == 0)
        {
            return Signed(request, path[(path.IndexOf('?') + 1)..]);
        }

        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return Signed(request, body);
    }

    private HttpRequestMessage Signed(HttpRequestMessage request, string payload)
    {
        string timestamp = (simulator.Host.Clock.GetUtcNow() + ClockError).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-BAPI-API-KEY", Key);
        request.Headers.Add("X-BAPI-TIMESTAMP", timestamp);
        request.Headers.Add("X-BAPI-SIGN", Sign(timestamp + Key + ReceiveWindow + payload));
        if (ReceiveWindow is not null)
        {
            request.Headers.Add("X-BAPI-RECV-WINDOW", ReceiveWindow);
        }

        return request;
    }

    private string Sign(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await _http.SendAsync(request);
            using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return document.RootElement.Clone();
        }
    }
}
