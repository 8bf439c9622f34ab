using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Runtime;

/// <summary>Operators' commands as events of the engine.</summary>
public sealed class EngineCommands(EngineInbox inbox, IHealthSource health) : IOperatorCommands
{
    public Task<CommandReceipt> GiveAsync(OperatorCommand command, CancellationToken cancellationToken) => PostAsync(command, cancellationToken);

    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken) => PostAsync(request, cancellationToken);

    private async Task<CommandReceipt> PostAsync(EngineEvent command, CancellationToken cancellationToken)
    {
        // A command that is not on disk is not given; the engine that holds its breath could not say when it would be.
        if (health.Current.Ledger is { } trouble)
        {
            throw new CommandNotTakenException(trouble.Text.English);
        }

        try
        {
            HandledEvent handled = await inbox.CommandAsync(command, cancellationToken);
            return new CommandReceipt(handled.Snapshot, handled.Refusal);
        }
        catch (ChannelClosedException closed)
        {
            throw new CommandNotTakenException($"the engine does not run: {closed.Message}");
        }
    }
}
