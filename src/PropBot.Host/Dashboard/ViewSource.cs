using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

/// <summary>Makes the view of this instant.</summary>
internal sealed class ViewSource(DeskReader desk, LedgerHistory history, LatencyMeters latency, ApproveToken approveToken)
{
    /// <summary>Null until the engine has handled its first event.</summary>
    public View? Read(Language language, EquityRange range, Caller caller)
    {
        DeskReading reading = desk.Read();
        return reading.Snapshot is { } snapshot ? Of(reading, snapshot, language, range, caller) : null;
    }

    private View Of(DeskReading reading, EngineSnapshot snapshot, Language language, EquityRange range, Caller caller)
    {
        // The ledger is ahead of the snapshot by what happened since; a pair is told once, as the snapshot has it.
        var active = snapshot.ActivePairs.Select(p => p.Pair.Id).ToHashSet();
        return new View
        {
            Language = language,
            Caller = caller,
            Desk = reading,
            Snapshot = snapshot,
            Range = range,
            Equity = history.Equity(snapshot, range),
            ClosedPairs = [.. history.ClosedPairs(snapshot).Where(p => !active.Contains(p.Id))],
            Latency = latency,
            NeedsApproveToken = approveToken.IsRequired,
        };
    }
}
