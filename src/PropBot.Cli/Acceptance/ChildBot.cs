using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PropBot.Cli.Acceptance;

/// <summary>
/// <c>propbot run</c> as a process of its own, as a release would run: on a free port, with a data directory of its own, with the
/// configuration of this folder and with nothing of our environment that could change it.
/// </summary>
internal sealed class ChildBot : IAsyncDisposable
{
    /// <summary>What a .NET process needs of its surroundings; everything else could be a switch of the bot's.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "TMP", "TEMP", "LANG", "DOTNET_ROOT", "SystemRoot", "USERPROFILE"];

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(45);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private ChildBot(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"the bot ended with exit code {process.ExitCode}"));
    }

    /// <summary>Everything that it has written.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<ChildBot> StartAsync(string dataDirectory, string token, IReadOnlyDictionary<string, string> variables, CancellationToken limit)
    {
        ProcessStartInfo start = OwnExecutable.Start(["run", "--profile", "paper", "--urls", "http://127.0.0.1:0", "--data-dir", dataDirectory]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (string name in start.Environment.Keys.Except(Inherited, StringComparer.OrdinalIgnoreCase).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["API_TOKEN"] = token;
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        var bot = new ChildBot(new Process { StartInfo = start });
        bot._process.Start();
        bot._process.BeginOutputReadLine();
        bot._process.BeginErrorReadLine();
        try
        {
            bot._http.BaseAddress = await bot._address.Task.WaitAsync(limit);
            bot._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>An answer of whatever status, its body as JSON.</summary>
    public async Task<(int Status, JsonElement Body)> GetAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), limit);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(limit)).RootElement);
    }

    public async Task<string> TextAsync(string path, CancellationToken limit)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), limit);
        return await answer.Content.ReadAsStringAsync(limit);
    }

    /// <summary>As Ctrl+C would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken limit)
    {
        using var farewell = CancellationTokenSource.CreateLinkedTokenSource(limit);
        farewell.CancelAfter(LongestFarewell);
        using var signal = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(farewell.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        const string Announcement = "Dashboard: ";
        const string Page = "/ui/dashboard";
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Announcement.Length..].Replace(Page, "", StringComparison.Ordinal)));
        }
    }
}
