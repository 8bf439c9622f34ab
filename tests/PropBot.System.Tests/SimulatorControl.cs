using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>The control port of a running <c>propbot sim</c>.</summary>
internal sealed class SimulatorControl : IDisposable
{
    private readonly HttpClient _http;

    private SimulatorControl(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Sim-Token", token);
    }

    public static async Task<SimulatorControl> OfAsync(PropBotProcess simulator, CancellationToken limit)
    {
        string line = await simulator.LineAsync("Control: ", limit);
        string token = await simulator.LineAsync("Control token: ", limit);
        await simulator.LineAsync("Trade on it with", limit);
        return new SimulatorControl(new Uri(new Uri(line.Split(' ')[1]), "/"), token.Split(' ')[2]);
    }

    /// <param name="rule">As docs/simulator.md shows: kind, venue, duration.</param>
    /// <returns>The fault's number.</returns>
    public async Task<int> InjectAsync(string rule, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.PostAsync("/sim/faults", new StringContent(rule, Encoding.UTF8, "application/json"), limit);
        string answer = await response.Content.ReadAsStringAsync(limit);
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonDocument.Parse(answer).RootElement.GetProperty("id").GetInt32();
    }

    public Task TakeBackAsync(int fault, CancellationToken limit) => DeleteAsync($"/sim/faults/{fault}", limit);

    /// <summary>Money goes into the account or, negative, out of it.</summary>
    public async Task MoveAsync(string venue, decimal amount, CancellationToken limit)
    {
        string body = $$"""{"amount":"{{Math.Abs(amount).ToString(CultureInfo.InvariantCulture)}}"}""";
        string path = $"/sim/accounts/{venue}/{(amount > 0m ? "deposit" : "withdraw")}";
        using HttpResponseMessage response = await _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), limit);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    /// <param name="change">As docs/simulator.md shows: symbol, leverage, modes.</param>
    public async Task ChangeSettingsAsync(string venue, string change, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.PostAsync($"/sim/accounts/{venue}/settings", new StringContent(change, Encoding.UTF8, "application/json"), limit);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    /// <summary>A dollar coin is worth so much at every venue from now on.</summary>
    public async Task MoveCoinAsync(string coin, decimal dollars, CancellationToken limit)
    {
        string body = $$"""{"usd":"{{dollars.ToString(CultureInfo.InvariantCulture)}}"}""";
        using HttpResponseMessage response = await _http.PostAsync($"/sim/coins/{coin}", new StringContent(body, Encoding.UTF8, "application/json"), limit);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    public Task<JsonElement> AccountsAsync(CancellationToken limit) => GetAsync("/sim/accounts", limit);

    public async Task<JsonElement> GetAsync(string path, CancellationToken limit) =>
        JsonDocument.Parse(await _http.GetStringAsync(path, limit)).RootElement;

    /// <summary>Puts the market forward; what falls due on the way happens.</summary>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken limit)
    {
        string body = $$"""{"advance_s":{{(long)by.TotalSeconds}}}""";
        using HttpResponseMessage response = await _http.PostAsync("/sim/time", new StringContent(body, Encoding.UTF8, "application/json"), limit);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    /// <summary>Whoever asks next has asked nothing so far: the next process comes from another address.</summary>
    public Task ForgetRequestsAsync(CancellationToken limit) => DeleteAsync("/sim/limits", limit);

    public void Dispose() => _http.Dispose();

    private async Task DeleteAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.DeleteAsync(new Uri(path, UriKind.Relative), limit);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(limit));
    }
}
