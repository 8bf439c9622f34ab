using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using PropBot.SystemTests.Invariants;

namespace PropBot.SystemTests;

/// <summary>The executable as its users start it. Killed with the test at the latest; what a run has left in its ledger is then held against the promises.</summary>
internal sealed class PropBotProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _ledgerUrl;
    private readonly StringBuilder _errors = new();
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PropBotProcess(Process process, string? ledgerUrl)
    {
        _process = process;
        _ledgerUrl = ledgerUrl;
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => Signal();
    }

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    public string Errors
    {
        get
        {
            lock (_lock)
            {
                return _errors.ToString();
            }
        }
    }

    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join(Environment.NewLine, _lines);
            }
        }
    }

    public static PropBotProcess Start(string arguments, params (string Name, string Value)[] environment)
    {
        // A shell makes what it runs in the background deaf to Ctrl+C, and that is inherited.
        var start = new ProcessStartInfo("env", $"--default-signal=INT dotnet \"{Executable()}\" {arguments}")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string inherited in new[] { "API_TOKEN", "OPERATOR_TOKENS", "PROFILE", "DATA_DIR", "PROPBOT_URLS", "AUTOPILOT_ENABLE", "LIVE_CONFIRM", "ENABLE_PLACE_TEST_ORDERS", "DRY_RUN_ONLY", "DRY_RUN_MODE", "APPROVE_TOKEN", "TWO_MAN_RULE", "WATCHDOG_ENABLED", "WATCHDOG_AUTO_HOLD", "LEDGER_URL", "LEADER_LOCK_TTL_SEC", "FEATURE_CHAOS", "CHAOS_PROFILE", "CHAOS_WS_DROP_P", "CHAOS_REST_TIMEOUT_P", "CHAOS_ORDER_DELAY_MS", "CHAOS_SEED", "CHAOS_LIVE_CONFIRM", "OTEL_EXPORTER_OTLP_ENDPOINT" })
        {
            start.Environment.Remove(inherited);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new PropBotProcess(new Process { StartInfo = start }, start.Environment.TryGetValue("LEDGER_URL", out string? url) ? url : null);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The first line of the output that contains the text.</summary>
    public async Task<string> LineAsync(string text, CancellationToken limit)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_lines.Find(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
                {
                    return line;
                }

                news = _news.Task;
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"the process ended with {_process.ExitCode} before it said '{text}':{Environment.NewLine}{Output}{Environment.NewLine}{Errors}");
            }

            await news.WaitAsync(limit);
        }
    }

    public async Task<int> EndAsync(CancellationToken limit)
    {
        await _process.WaitForExitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>Ctrl+C, and waits for the end.</summary>
    public async Task<int> InterruptAsync(CancellationToken limit)
    {
        SendCtrlC();
        return await EndAsync(limit);
    }

    /// <summary>Ctrl+C.</summary>
    public void SendCtrlC()
    {
        const int Sigint = 2;
        _ = SendSignal(_process.Id, Sigint);
    }

    /// <summary><c>kill -STOP</c>: it stands still and knows nothing of it.</summary>
    public void Pause()
    {
        const int Sigstop = 19;
        _ = SendSignal(_process.Id, Sigstop);
    }

    /// <summary><c>kill -CONT</c>.</summary>
    public void Continue()
    {
        const int Sigcont = 18;
        _ = SendSignal(_process.Id, Sigcont);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        foreach (string broken in LedgerLeft.Of(Output, _ledgerUrl) is { } ledger ? LedgerLeft.Broken(ledger) : [])
        {
            TestFindings.Add(broken);
        }
    }

    /// <summary>Where the executable was built, beside these tests.</summary>
    public static string Executable()
    {
        // bin/<configuration>/net10.0 of this test stands for the same of the executable.
        string framework = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(framework)!);
        string root = Testing.RepositoryRoot.Path;
        return Path.Combine(root, "src", "PropBot.Cli", "bin", configuration, Path.GetFileName(framework), "propbot.dll");
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Add(line);
        }

        Signal();
    }

    private void OnError(string? line)
    {
        lock (_lock)
        {
            _errors.AppendLine(line);
        }
    }

    private void Signal()
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            before = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
