using System.Globalization;
using System.Security.Cryptography;
using PropBot.Host.Configuration;
using PropBot.Simulator;
using PropBot.Simulator.Faults;

namespace PropBot.Host;

/// <summary>What <c>propbot sim</c> was told beyond the market it plays.</summary>
public sealed record SimulatorArguments
{
    /// <summary>Where addresses and keys go; null: the data directory.</summary>
    public string? OutputPath { get; init; }

    public string? FaultsPath { get; init; }

    /// <summary>As given, unchecked.</summary>
    public string? ControlPort { get; init; }

    public bool VirtualTime { get; init; }
}

/// <summary>What goes wrong in a simulator of its own, and how it is driven.</summary>
internal sealed record SimulatorDrill(FaultPlan Faults, int ControlPort, bool VirtualTime, string ControlToken)
{
    private const int TokenBytes = 16;

    /// <exception cref="ConfigException">Every fault of the flags and of the file.</exception>
    public static SimulatorDrill Read(SimulatorArguments arguments)
    {
        var faults = new List<ConfigFault>();
        FaultPlan plan = FaultPlan.None;
        if (arguments.FaultsPath is { } path)
        {
            try
            {
                plan = FaultPlanFile.Parse(File.ReadAllText(path));
            }
            catch (FaultPlanException wrong)
            {
                faults.AddRange(wrong.Problems.Select(problem => new ConfigFault($"--faults {path}", problem)));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                faults.Add(new ConfigFault("--faults", $"{path} cannot be read: {unreadable.Message}"));
            }
        }

        int port = 0;
        if (arguments.ControlPort is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > 65_535))
        {
            faults.Add(new ConfigFault("--control-port", $"'{text}' is not a port: give 1 to 65535, or 0 for a free one"));
        }

        return faults.Count > 0
            ? throw new ConfigException(faults)
            : new SimulatorDrill(plan, port, arguments.VirtualTime, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));
    }

    public SimulatorOptions Apply(SimulatorOptions options) => options with
    {
        Faults = Faults,
        ControlToken = ControlToken,
        Speed = VirtualTime ? 0 : options.Speed,
    };
}
