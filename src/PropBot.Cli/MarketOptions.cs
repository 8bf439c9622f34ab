using System.CommandLine;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary>The flags that <c>run</c> and <c>sim</c> share. They stay texts here: one place checks them and lists every fault.</summary>
internal sealed class MarketOptions
{
    private readonly Option<string?> _config = new("--config") { Description = "Configuration file; default configs/config.<profile>.yaml, else built in." };
    private readonly Option<string?> _dataDirectory = new("--data-dir") { Description = "Folder of ledger, token and simulated accounts; default data (or DATA_DIR)." };
    private readonly Option<string?> _feed = new("--feed") { Description = "model (built in, seeded) or recorded." };
    private readonly Option<string?> _recording = new("--recording") { Description = "Folder or file of recorded prices of two or more venues." };
    private readonly Option<string?> _speed = new("--speed") { Description = "Market seconds per real second, 0.1 to 20000; default 1." };
    private readonly Option<string?> _seed = new("--seed") { Description = "Seed of everything that is drawn; default 1." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _config, _dataDirectory, _feed, _recording, _speed, _seed })
        {
            command.Options.Add(option);
        }
    }

    public RunArguments Read(ParseResult parsed) => new()
    {
        ConfigPath = parsed.GetValue(_config),
        DataDirectory = parsed.GetValue(_dataDirectory),
        Feed = parsed.GetValue(_feed),
        Recording = parsed.GetValue(_recording),
        Speed = parsed.GetValue(_speed),
        Seed = parsed.GetValue(_seed),
    };
}
