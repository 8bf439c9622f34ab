using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Host.Surface;

namespace PropBot.Host.Runtime;

/// <summary>Operators' commands as events of the engine.</summary>
public sealed class EngineCommands(EngineInbox inbox) : IOperatorCommands
{
    public Task<CommandReceipt> HoldAsync(string actor, string reason, CancellationToken cancellationToken) =>
        PostAsync(new HoldRequested(actor, reason), cancellationToken);

    public Task<CommandReceipt> ResumeAsync(string actor, string reason, CancellationToken cancellationToken) =>
        PostAsync(new ResumeRequested(actor, reason), cancellationToken);

    public Task<CommandReceipt> AcknowledgeAsync(InstrumentId? instrument, string actor, string correlationId, CancellationToken cancellationToken) =>
        PostAsync(new InstrumentChangeAcknowledged(instrument, actor, correlationId), cancellationToken);

    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken) => PostAsync(request, cancellationToken);

    private async Task<CommandReceipt> PostAsync(EngineEvent command, CancellationToken cancellationToken)
    {
        try
        {
            HandledEvent handled = await inbox.CommandAsync(command, cancellationToken);
            return new CommandReceipt(handled.Sequence, handled.At, handled.Control);
        }
        catch (ChannelClosedException closed)
        {
            throw new CommandNotTakenException($"the engine does not run: {closed.Message}");
        }
    }
}
