using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Talks to a running bot as an operator would. It waits for the bot's own live events, never for time.</summary>
internal sealed class BotClient : IDisposable
{
    private readonly HttpClient _http;

    public BotClient(string address, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(address) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Address => _http.BaseAddress!.ToString().TrimEnd('/');

    public async Task<JsonElement> GetAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.GetAsync(path, limit);
        string body = await response.Content.ReadAsStringAsync(limit);
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<string> TextAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.GetAsync(path, limit);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(limit);
    }

    /// <summary>An address whose answer may be any.</summary>
    public async Task ReadAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.GetAsync(path, HttpCompletionOption.ResponseContentRead, limit);
        Assert.True((int)response.StatusCode < 500, $"{path} answered {response.StatusCode}");
    }

    /// <summary>Asks again with every live event of the bot until the answer is as wanted.</summary>
    public async Task<JsonElement> WaitAsync(string path, Func<JsonElement, bool> wanted, CancellationToken limit)
    {
        JsonElement answer = await GetAsync(path, limit);
        if (IsReached(answer, wanted))
        {
            return answer;
        }

        await using Stream events = await _http.GetStreamAsync("/ui/events", limit);
        using var reader = new StreamReader(events);
        while (true)
        {
            string? line;
            try
            {
                line = await reader.ReadLineAsync(limit);
            }
            catch (OperationCanceledException tooLate)
            {
                throw new TimeoutException($"{path} did not become what was waited for; the last answer: {answer}", tooLate);
            }

            if (line is null)
            {
                throw new InvalidOperationException("the bot ended its live events");
            }

            if (line.Length == 0)
            {
                answer = await GetAsync(path, limit);
                if (IsReached(answer, wanted))
                {
                    return answer;
                }
            }
        }
    }

    /// <summary>A halted engine reaches nothing any more; there is no point in waiting for it.</summary>
    private static bool IsReached(JsonElement answer, Func<JsonElement, bool> wanted)
    {
        if (answer.TryGetProperty("health", out JsonElement health) && health.GetProperty("halted_reason").GetString() is { } reason)
        {
            throw new InvalidOperationException($"the engine halted: {reason}");
        }

        return !IsBeforeTheFirstSnapshot(answer) && wanted(answer);
    }

    /// <summary>The engine has said nothing yet: the answer is a 503 with nothing but its detail.</summary>
    private static bool IsBeforeTheFirstSnapshot(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.EnumerateObject().Count() == 1 && answer.TryGetProperty("detail", out _);

    /// <summary>A command whose answer may be any: its code and its words.</summary>
    public async Task<(HttpStatusCode Code, string Text)> TryAsync(string path, string body, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), limit);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    public Task<JsonElement> HoldAsync(CancellationToken limit) => PostAsync("/api/ui/hold", """{"reason":"end of the test"}""", limit);

    public async Task<JsonElement> PostAsync(string path, string body, CancellationToken limit)
    {
        using HttpResponseMessage response = await _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), limit);
        string text = await response.Content.ReadAsStringAsync(limit);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{path} answered {response.StatusCode}: {text}");
    }

    public void Dispose() => _http.Dispose();
}
