using PropBot.Ledger;
using PropBot.Ledger.Postgres;
using PropBot.SystemTests.Crash;
using PropBot.SystemTests.Invariants;

namespace PropBot.SystemTests;

/// <summary>Simulated venues in a process of their own, which outlive the bots that trade on them, and a folder that goes with them.</summary>
internal sealed class VenuesUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder;
    private readonly PropBotProcess _process;

    private VenuesUnderTest(TemporaryFolder folder, PropBotProcess process, SimulatorControl control)
    {
        _folder = folder;
        _process = process;
        Control = control;
    }

    public SimulatorControl Control { get; }

    /// <summary>Arguments of a run on these venues, without the profile; every run has the same data directory.</summary>
    public string Arguments => $"--config {_folder.File("config.yaml")} --simulator {_folder.File("venues")}/simulator.json --data-dir {_folder.File("desk")}";

    /// <summary>The same as <see cref="Arguments"/> with these keys for each of the venues.</summary>
    public string ArgumentsWith(string venueKeys)
    {
        string config = File.ReadAllText(_folder.File("config.yaml"));
        string other = _folder.Write("other.yaml", config.Replace("SOLUSDT]}", $"SOLUSDT], {venueKeys}}}", StringComparison.Ordinal));
        return Arguments.Replace(_folder.File("config.yaml"), other, StringComparison.Ordinal);
    }

    public string LedgerFile => _folder.File("desk/ledger.db");

    /// <param name="sections">More of the configuration, in YAML.</param>
    /// <param name="dislocationSeconds">Time between two dislocations of the market; 0: it stays calm.</param>
    public static async Task<VenuesUnderTest> StartAsync(CancellationToken limit, string sections = "", int dislocationSeconds = 3)
    {
        var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", $"{Configs.Paper($"dislocation_interval_sec: {dislocationSeconds}", "seed: 11")}\n{sections}\n");
        PropBotProcess process = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("venues")}");
        return new VenuesUnderTest(folder, process, await SimulatorControl.OfAsync(process, limit));
    }

    public async ValueTask DisposeAsync()
    {
        await CheckOrdersAsync();
        Control.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Every order at the venues is one of the desk that traded on them.</summary>
    private async Task CheckOrdersAsync()
    {
        if (_process.HasEnded || !File.Exists(LedgerFile))
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(Patience);
            using LedgerArchive ledger = LedgerArchive.Open(new LedgerLocation(LedgerFile, null, PostgresLedgerStore.DefaultLeaseTtl));
            var orders = ledger.Reads.AllPairs().SelectMany(p => ledger.Reads.OrdersOf(p.Id)).ToDictionary(o => o.Intent.ClientOrderId);
            foreach (string finding in VenueOrderChecks.EachHasOneIntent(orders, await VenueBooks.ReadAsync(Control, limit.Token)))
            {
                TestFindings.Add(finding);
            }
        }
        catch (Exception unread) when (unread is HttpRequestException or OperationCanceledException or LedgerUnavailableException)
        {
            TestFindings.Add($"the orders at the venues were not compared: {unread.Message}");
        }
    }
}
