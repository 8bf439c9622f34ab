namespace PropBot.SystemTests;

/// <summary>Simulated venues in a process of their own, which outlive the bots that trade on them, and a folder that goes with them.</summary>
internal sealed class VenuesUnderTest : IAsyncDisposable
{
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
        Control.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
