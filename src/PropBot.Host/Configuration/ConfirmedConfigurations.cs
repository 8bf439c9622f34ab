using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Configuration;

/// <summary>Commands as the engine takes them; the second person's word on a configuration is carried out at once, over whatever channel it came.</summary>
public sealed class ConfirmedConfigurations(IOperatorCommands engine, ConfigurationDesk desk) : IOperatorCommands
{
    public async Task<CommandReceipt> GiveAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        CommandReceipt receipt = await engine.GiveAsync(command, cancellationToken);
        return command is ApprovalConfirmed { Action: ApprovalAction.ApplyConfig } confirmed && receipt.Refusal is null
            ? await EndAsync(confirmed, receipt, await CarryOutAsync(confirmed, receipt, cancellationToken))
            : receipt;
    }

    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken) => engine.SweepAsync(request, cancellationToken);

    /// <summary>What was confirmed and not carried out ends at once, so that it stands in no other request's way.</summary>
    private async Task<CommandReceipt> EndAsync(ApprovalConfirmed confirmed, CommandReceipt given, CommandReceipt outcome)
    {
        if (outcome.Refusal is { } refusal && Approved(given) is { } approved)
        {
            CommandReceipt ended = await engine.GiveAsync(
                new ApprovalRejected(approved.Id, confirmed.Actor, refusal.English, confirmed.CorrelationId) { Channel = confirmed.Channel, HasFailed = true },
                CancellationToken.None);
            return ended with { Refusal = refusal };
        }

        return outcome;
    }

    private static ApprovalRecord? Approved(CommandReceipt receipt) =>
        receipt.Snapshot.Approvals.FirstOrDefault(a => a is { Action: ApprovalAction.ApplyConfig, Status: ApprovalStatus.Approved });

    private async Task<CommandReceipt> CarryOutAsync(ApprovalConfirmed confirmed, CommandReceipt receipt, CancellationToken cancellationToken)
    {
        ApprovalRecord? approved = Approved(receipt);
        if (approved?.Applies is not { } meant || desk.Staged is not { } staged || staged.Text.Hash != meant.Hash)
        {
            return receipt with { Refusal = NotApplied("the text that was confirmed is not there any more; send it again", "подтверждённого текста больше нет; отправьте его снова") };
        }

        try
        {
            var order = new ConfigOrder(confirmed.Actor, approved.Reason, confirmed.CorrelationId) { Channel = confirmed.Channel, Confirmed = meant };
            return (await desk.TakeAsync(staged.Plan, order, engine, cancellationToken)).Receipt;
        }
        catch (ConfigException wrong)
        {
            return receipt with { Refusal = NotApplied(wrong.Message, wrong.Message) };
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return receipt with { Refusal = NotApplied($"the file cannot be written: {unwritable.Message}", $"файл не записывается: {unwritable.Message}") };
        }
    }

    private static CommandRefusal NotApplied(string english, string russian) => new(CommandRefusal.NothingToApply, english, russian);
}
