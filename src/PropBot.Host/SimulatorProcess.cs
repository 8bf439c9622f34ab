using Microsoft.Extensions.Logging;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Worlds;
using PropBot.Simulator;
using PropBot.Venues;

namespace PropBot.Host;

/// <summary><c>propbot sim</c>: venues that live on when a bot dies.</summary>
public static class SimulatorProcess
{
    /// <summary>Runs until cancelled.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        RunArguments arguments, string? outputPath, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            RunSettings settings = RunSettings.Read(arguments with { Profile = "paper" }, environment);
            DataDirectory directory = DataDirectory.Open(settings.DataDirectory);
            PaperConfig paper = settings.Config.Paper;
            SimulatorSetup setup = SimulatorSetup.Make(paper, settings.Config.Venues, TimeProvider.System.GetUtcNow());
            string folder = Path.Combine(directory.Root, "simulator");
            IReadOnlyDictionary<VenueId, VenueCredentials> keys = PaperKeys.LoadOrMake(folder, setup.Venues.Select(v => v.Venue));
            directory.Claim(setup.Identity);
            using ILoggerFactory loggers = LoggerFactory.Create(BotHost.Logging);
            await using SimulatorHost simulator = await setup.StartAsync(
                folder, paper, keys, controlPort: 0, new Dictionary<VenueId, int>(), loggers, stop);
            string file = outputPath ?? Path.Combine(directory.Root, "simulator.json");
            SimulatorFile.Of(setup, simulator.Venues, keys).Write(file);
            await GreetAsync(output, setup, simulator, file);
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
        catch (Exception unavailable) when (unavailable is DataDirectoryException or IOException or InvalidDataException)
        {
            await error.WriteLineAsync(unavailable.Message);
            return ExitCodes.Unavailable;
        }
    }

    private static async Task GreetAsync(TextWriter output, SimulatorSetup setup, SimulatorHost simulator, string file)
    {
        await output.WriteLineAsync(setup.Description.Sentence.English);
        foreach ((VenueId venue, Simulator.Framing.VenueAddresses at) in simulator.Venues.OrderBy(v => v.Key))
        {
            await output.WriteLineAsync($"{venue}: REST {at.Rest}, public stream {at.PublicStream}, private stream {at.PrivateStream}");
        }

        await output.WriteLineAsync($"Control: {simulator.Control}sim/status and {simulator.Control}sim/accounts");
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
