using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;

namespace PropBot.Ledger.Checks;

/// <summary>What reduces risk is taken and sent, whatever brake is on.</summary>
internal sealed class ReducingRule(IReadOnlyCollection<OrderRecord> known) : LedgerRule("reducing_is_never_refused", "No brake refuses a hold, a kill, a sweep or a restriction, nor keeps back an order that hedges, rescues or closes.")
{
    private static readonly HashSet<string> Brakes = new(StringComparer.Ordinal) { CommandRefusal.HoldActive, CommandRefusal.SafeMode, CommandRefusal.Killed };

    /// <summary>Commands that lead to more risk: a brake is a reason to refuse them.</summary>
    private static readonly HashSet<string> Releasing = new(StringComparer.Ordinal)
    {
        nameof(ResumeRequested), nameof(ApprovalRequested), nameof(ApprovalConfirmed), nameof(ConfigApplied),
    };

    /// <summary>Nothing at all is a reason to refuse these.</summary>
    private static readonly HashSet<string> NeverRefused = new(StringComparer.Ordinal) { nameof(HoldRequested), nameof(KillRequested), nameof(PreflightRequested) };

    private readonly HashSet<string> _opening = new(
        known.Where(order => order.Intent.Purpose == OrderPurpose.Open).Select(order => order.Intent.ClientOrderId.Value), StringComparer.Ordinal);

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
        foreach (ReadLine line in moment)
        {
            switch (line.Type)
            {
                case "command.refused":
                    Count();
                    CheckRefused(line);
                    break;
                case JournalTypes.OrderIntent when line.Text("purpose") == "open":
                    _opening.Add(line.Text("client_order_id")!);
                    break;
                case JournalTypes.OrderIntent:
                    Count();
                    break;
                case "order.never_sent" when !_opening.Contains(line.Text("client_order_id")!):
                    Break(line.Line, $"{line.Text("client_order_id")} reduces risk and was not sent: {line.Text("reason")}");
                    break;
            }
        }
    }

    private void CheckRefused(ReadLine line)
    {
        string command = line.Text("command") ?? "";
        string code = line.Text("code") ?? "";
        if (NeverRefused.Contains(command) || (Brakes.Contains(code) && !Releasing.Contains(command)))
        {
            Break(line.Line, $"{command} of {line.Text("actor")} is refused: {code}");
        }
    }
}
