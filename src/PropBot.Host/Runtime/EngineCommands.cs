using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Runtime;

/// <summary>Operators' commands as events of the engine.</summary>
public sealed class EngineCommands(EngineInbox inbox) : IOperatorCommands
{
    public async Task<CommandReceipt> HoldAsync(string actor, string reason, CancellationToken cancellationToken)
    {
        try
        {
            HandledEvent handled = await inbox.CommandAsync(new HoldRequested(actor, reason), cancellationToken);
            return new CommandReceipt(handled.Sequence, handled.At, handled.Control);
        }
        catch (ChannelClosedException closed)
        {
            throw new CommandNotTakenException($"the engine does not run: {closed.Message}");
        }
    }
}
