using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary>Talks to a running bot's operator API, with the token of <c>PROPBOT_API_TOKEN</c>, <c>API_TOKEN</c> or of the data directory.</summary>
internal sealed class OperatorClient : IDisposable
{
    private const string DefaultAddress = "http://127.0.0.1:8000";
    private const string TokenFile = "api_token";

    /// <summary>An answer waits up to ten seconds for the venues by itself.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private OperatorClient(string address, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(address), Timeout = RequestTimeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <exception cref="OperatorException">There is no token, or the address is none.</exception>
    public static OperatorClient Of(string? urls, string? dataDirectory, Func<string, string?> environment)
    {
        string address = Chosen(urls, environment("PROPBOT_URLS")) ?? DefaultAddress;
        if (!Uri.TryCreate(address, UriKind.Absolute, out _))
        {
            throw new OperatorException($"'{address}' is no address such as {DefaultAddress}", ExitCodes.WrongInput);
        }

        string kept = Path.Combine(Chosen(dataDirectory, environment("DATA_DIR")) ?? "data", TokenFile);
        string? token = Chosen(environment("PROPBOT_API_TOKEN"), environment("API_TOKEN"), File.Exists(kept) ? File.ReadAllText(kept) : null);
        return token is not null
            ? new OperatorClient(address, token)
            : throw new OperatorException($"there is no token: set API_TOKEN, or name the bot's folder with --data-dir ({Path.GetFullPath(kept)} is not there)", ExitCodes.WrongInput);
    }

    /// <exception cref="OperatorException">The bot cannot be reached, or says no.</exception>
    public Task<JsonElement> PostAsync(string path, string body, CancellationToken stop) =>
        AnswerAsync(() => _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), stop), stop);

    /// <exception cref="OperatorException">The bot cannot be reached, or says no.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken stop) => AnswerAsync(() => _http.GetAsync(path, stop), stop);

    /// <exception cref="OperatorException">The bot cannot be reached, or says no.</exception>
    public Task<string> GetTextAsync(string path, CancellationToken stop) => TextAsync(() => _http.GetAsync(path, stop), stop);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AnswerAsync(Func<Task<HttpResponseMessage>> send, CancellationToken stop)
    {
        string text = await TextAsync(send, stop);
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException noJson)
        {
            throw Unreachable(noJson);
        }
    }

    private async Task<string> TextAsync(Func<Task<HttpResponseMessage>> send, CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage answer = await send();
            string text = await answer.Content.ReadAsStringAsync(stop);
            return answer.IsSuccessStatusCode
                ? text
                : throw new OperatorException($"the bot at {_http.BaseAddress} says {(int)answer.StatusCode}: {text}", ExitCodes.Failed);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException || (unreachable is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw Unreachable(unreachable);
        }
    }

    private OperatorException Unreachable(Exception why) => new($"the bot at {_http.BaseAddress} does not answer: {why.Message}", ExitCodes.Unavailable);

    private static string? Chosen(params ReadOnlySpan<string?> choices)
    {
        foreach (string? choice in choices)
        {
            if (!string.IsNullOrWhiteSpace(choice))
            {
                return choice.Trim();
            }
        }

        return null;
    }
}

/// <summary>A command reached no bot, or was refused.</summary>
internal sealed class OperatorException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
