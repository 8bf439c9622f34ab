using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Runtime;

/// <summary>
/// Operators' commands as events of the engine. Nobody waits for an answer longer than <see cref="LongestWait"/>, nor for a ledger that
/// takes no writes: what stops or reduces then stays given and is carried out before anything opens, every other command is withdrawn.
/// </summary>
public sealed class EngineCommands(EngineInbox inbox, IHealthSource health, TimeProvider time) : IOperatorCommands
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>How often whoever waits looks at the ledger.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public Task<CommandReceipt> GiveAsync(OperatorCommand command, CancellationToken cancellationToken) => PostAsync(command, cancellationToken);

    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken) => PostAsync(request, cancellationToken);

    private async Task<CommandReceipt> PostAsync(EngineEvent command, CancellationToken cancellationToken)
    {
        if (health.Current.Ledger is { } away && !command.OnlyStopsOrReduces)
        {
            throw NotTaken(away.Text.English);
        }

        GivenCommand given = inbox.Give(command);
        long began = time.GetTimestamp();
        while (!given.Handled.IsCompleted)
        {
            string? why = health.Current.Ledger?.Text.English
                ?? (time.GetElapsedTime(began) >= LongestWait ? $"The engine has not come to it within {LongestWait.TotalSeconds:0} s." : null);
            if (why is not null)
            {
                throw NotCarriedOut(given, why);
            }

            await Task.WhenAny(given.Handled, Task.Delay(Look, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await given.Handled;
    }

    private static CommandNotTakenException NotTaken(string why) => new($"{why} Your command was not taken; give it again later.");

    private static CommandNotTakenException NotCarriedOut(GivenCommand given, string why)
    {
        if (!given.IsStop && given.TryWithdraw())
        {
            return NotTaken(why);
        }

        string when = given.IsStop ? "the engine carries it out next, nothing opens before" : "it is carried out as soon as the ledger takes it";
        return new CommandNotTakenException($"{why} Your command stays given: {when}. It is in memory only; if the process ends first, give it again.")
        {
            StaysGiven = true,
        };
    }
}
