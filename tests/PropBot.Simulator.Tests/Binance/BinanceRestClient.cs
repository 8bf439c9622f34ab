using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>A client of Binance USD-M as its documents describe one.</summary>
internal sealed class BinanceRestClient(TestSimulator simulator, int account = 1) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator.Host.Venues[VenueId.BinanceUm].Rest };

    public SimulatedAccountOptions Account { get; } = TestSimulator.AccountOf(VenueId.BinanceUm, account);

    public Task<BinanceAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, withKey: false);

    public Task<BinanceAnswer> KeyedAsync(HttpMethod method, string path) => SendAsync(method, path, withKey: true);

    /// <summary>Adds timestamp and signature to the query, sends all of it there.</summary>
    public Task<BinanceAnswer> SignedAsync(HttpMethod method, string path, string query = "") =>
        SendAsync(method, $"{path}?{Signed(query)}", withKey: true);

    public Task<BinanceAnswer> PlaceAsync(string query) => SignedAsync(HttpMethod.Post, "/fapi/v1/order", query);

    public string Signed(string query, long? timestamp = null)
    {
        long now = timestamp ?? simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        string payload = query.Length == 0 ? $"timestamp={now}" : $"{query}&timestamp={now}";
        return $"{payload}&signature={SignatureOf(payload)}";
    }

    public string SignatureOf(string payload) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Account.ApiSecret), Encoding.UTF8.GetBytes(payload)));

    public async Task<BinanceAnswer> SendAsync(HttpMethod method, string path, bool withKey, string? key = null, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (withKey)
        {
            request.Headers.Add("X-MBX-APIKEY", key ?? Account.ApiKey);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return new BinanceAnswer(
            response.StatusCode,
            document.RootElement.Clone(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record BinanceAnswer(HttpStatusCode Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public int Code => Body.GetProperty("code").GetInt32();

    public string Text(string name) => Body.GetProperty(name).GetString()!;

    public decimal Number(string name) => WireNumber.Parse(Text(name));
}
