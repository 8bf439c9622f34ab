using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>A plain HTTP client that signs as the venue's guide says.</summary>
internal sealed class OkxRestClient(TestSimulator simulator, int account = 1) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator.Host.Venues[VenueId.OkxPerp].Rest };

    public string Key { get; set; } = TestSimulator.AccountOf(VenueId.OkxPerp, account).ApiKey;

    public string Secret { get; set; } = TestSimulator.AccountOf(VenueId.OkxPerp, account).ApiSecret;

    public string Passphrase { get; set; } = TestSimulator.AccountOf(VenueId.OkxPerp, account).Passphrase!;

    /// <summary>Added to the market's time for the timestamp.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>Signs something other than what is sent; for refusals.</summary>
    public string? SignedPath { get; set; }

    public bool IsDemo { get; set; }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PublicAsync(string path) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => SignedAsync(HttpMethod.Get, path, "");

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body) =>
        SignedAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body));

    /// <summary>The data of an answer that must be a yes.</summary>
    public async Task<JsonElement> DataAsync(string path)
    {
        (HttpStatusCode status, JsonElement body) = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("0", body.GetProperty("code").GetString());
        return body.GetProperty("data");
    }

    /// <summary>Places an order; fields beyond the usual ones replace or add.</summary>
    /// <returns>The order's own answer.</returns>
    public async Task<JsonElement> PlaceAsync(params (string Name, object Value)[] fields)
    {
        var order = new Dictionary<string, object>
        {
            ["instId"] = "BTC-USDT-SWAP",
            ["tdMode"] = "cross",
            ["side"] = "buy",
            ["ordType"] = "market",
            ["sz"] = "1",
        };
        foreach ((string name, object value) in fields)
        {
            order[name] = value;
        }

        (_, JsonElement body) = await PostAsync("/api/v5/trade/order", order);
        return body.GetProperty("data")[0];
    }

    public async Task<JsonElement> CancelAsync(params (string Name, object Value)[] fields)
    {
        (_, JsonElement body) = await PostAsync(
            "/api/v5/trade/cancel-order", fields.Append(("instId", "BTC-USDT-SWAP")).ToDictionary(field => field.Item1, field => field.Item2));
        return body.GetProperty("data")[0];
    }

    /// <summary>The login of a private stream.</summary>
    public string Login()
    {
        string timestamp = simulator.Host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string sign = Sign(timestamp + "GET" + "/users/self/verify");
        return JsonSerializer.Serialize(new { op = "login", args = new[] { new { apiKey = Key, passphrase = Passphrase, timestamp, sign } } });
    }

    public void Dispose() => _http.Dispose();

    private Task<(HttpStatusCode Status, JsonElement Body)> SignedAsync(HttpMethod method, string path, string body) =>
        SendAsync(Message(method, path, body));

    /// <summary>A signed request, not sent yet.</summary>
    public HttpRequestMessage Message(HttpMethod method, string path, string body = "")
    {
        string timestamp = (simulator.Host.Clock.GetUtcNow() + ClockError).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(method, path);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        AddHeader(request, "OK-ACCESS-KEY", Key);
        AddHeader(request, "OK-ACCESS-SIGN", Sign(timestamp + method.Method + (SignedPath ?? path) + body));
        AddHeader(request, "OK-ACCESS-TIMESTAMP", timestamp);
        AddHeader(request, "OK-ACCESS-PASSPHRASE", Passphrase);
        if (IsDemo)
        {
            AddHeader(request, "x-simulated-trading", "1");
        }

        return request;
    }

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        if (value.Length > 0)
        {
            request.Headers.Add(name, value);
        }
    }

    private string Sign(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await _http.SendAsync(request);
            using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return (response.StatusCode, document.RootElement.Clone());
        }
    }
}
