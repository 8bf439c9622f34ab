using Microsoft.Extensions.Logging;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Worlds;
using PropBot.Simulator;
using PropBot.Simulator.Faults;
using PropBot.Venues;

namespace PropBot.Host;

/// <summary><c>propbot sim</c>: venues that live on when a bot dies.</summary>
public static class SimulatorProcess
{
    /// <summary>Runs until cancelled.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        RunArguments arguments, SimulatorArguments own, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            RunSettings settings = RunSettings.Read(arguments with { Profile = "paper" }, environment);
            SimulatorDrill drill = SimulatorDrill.Read(own);
            DataDirectory directory = DataDirectory.Open(settings.DataDirectory);
            PaperConfig paper = settings.Config.Paper;
            SimulatorSetup setup = SimulatorSetup.Make(paper, settings.Config.Venues, TimeProvider.System.GetUtcNow());
            string folder = Path.Combine(directory.Root, "simulator");
            IReadOnlyDictionary<VenueId, VenueCredentials> keys = PaperKeys.LoadOrMake(folder, setup.Venues.Select(v => v.Venue));
            directory.Claim(setup.Identity);
            using ILoggerFactory loggers = LoggerFactory.Create(BotHost.Logging);
            await using SimulatorHost simulator = await setup.StartAsync(
                folder, paper, keys, drill.ControlPort, new Dictionary<VenueId, int>(), loggers, stop, drill.Apply);
            string file = own.OutputPath ?? Path.Combine(directory.Root, "simulator.json");
            SimulatorFile access = SimulatorFile.Of(setup, simulator.Venues, keys);
            (drill.VirtualTime ? access with { Speed = 0m } : access).Write(file);
            await GreetAsync(output, setup, simulator, file, drill);
            await Task.WhenAny(simulator.Completion, Cancelled(stop));
            if (simulator.Completion.IsFaulted)
            {
                await error.WriteLineAsync($"The simulator broke down: {simulator.Completion.Exception!.GetBaseException().Message}");
                return ExitCodes.Failed;
            }

            return ExitCodes.Ok;
        }
        catch (ConfigException wrong)
        {
            await BotHost.WriteAsync(error, wrong);
            return ExitCodes.WrongInput;
        }
        catch (FaultPlanException wrong)
        {
            await BotHost.WriteAsync(error, new ConfigException([.. wrong.Problems.Select(problem => new ConfigFault("--faults", problem))]));
            return ExitCodes.WrongInput;
        }
        catch (Exception unavailable) when (unavailable is DataDirectoryException or IOException or InvalidDataException)
        {
            await error.WriteLineAsync(unavailable.Message);
            return ExitCodes.Unavailable;
        }
    }

    private static async Task GreetAsync(TextWriter output, SimulatorSetup setup, SimulatorHost simulator, string file, SimulatorDrill drill)
    {
        await output.WriteLineAsync(setup.Description.Sentence.English);
        foreach ((VenueId venue, Simulator.Framing.VenueAddresses at) in simulator.Venues.OrderBy(v => v.Key))
        {
            await output.WriteLineAsync($"{venue}: REST {at.Rest}, public stream {at.PublicStream}, private stream {at.PrivateStream}");
        }

        await output.WriteLineAsync($"Control: {simulator.Control}sim/status (time, faults and money too: docs/simulator.md)");
        await output.WriteLineAsync($"Control token: {drill.ControlToken} (header X-Sim-Token of everything that changes something)");
        if (drill.Faults.Rules.Count > 0)
        {
            await output.WriteLineAsync($"Faults: {drill.Faults.Rules.Count} from seed {drill.Faults.Seed}, shown by {simulator.Control}sim/faults");
        }

        if (drill.VirtualTime)
        {
            await output.WriteLineAsync("Virtual time: the market stands still until POST /sim/time moves it.");
        }

        await output.WriteLineAsync($"Addresses and keys: {file}");
        await output.WriteLineAsync($"Trade on it with: propbot run --profile paper --simulator {file} --data-dir <another folder>");
        await output.FlushAsync();
    }

    private static Task Cancelled(CancellationToken stop)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = stop.Register(() => cancelled.TrySetResult());
        return cancelled.Task;
    }
}
