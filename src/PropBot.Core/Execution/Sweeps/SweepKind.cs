namespace PropBot.Core.Execution.Sweeps;

/// <summary>What an operator wants gone.</summary>
public enum SweepKind
{
    /// <summary>HOLD, every open order, every pair, and whatever else the venues hold.</summary>
    CloseAll = 1,

    /// <summary>Every open order; positions stay.</summary>
    CancelAll = 2,

    /// <summary>The kill switch: HOLD and every open order; positions too when it is asked to flatten.</summary>
    Kill = 3,

    /// <summary>The pairs that touch a venue or a symbol, and what else is held there.</summary>
    CloseExposure = 4,
}

public static class SweepKinds
{
    /// <summary>The name as it stands in the API, the journal and the metrics; also why a pair was closed.</summary>
    public static string Code(this SweepKind kind) => kind switch
    {
        SweepKind.CloseAll => "close_all",
        SweepKind.CancelAll => "cancel_all",
        SweepKind.Kill => "kill",
        SweepKind.CloseExposure => "close_exposure",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no code for this kind"),
    };
}

public enum SweepStatus
{
    /// <summary>It goes on, over restarts too, until every venue in its scope has said that nothing is left.</summary>
    Running = 1,

    /// <summary>Every venue in its scope has said so, asked after the last order there had ended.</summary>
    Done = 2,

    /// <summary>It has ended and something is left that this desk cannot trade; each remainder says why.</summary>
    Incomplete = 3,

    /// <summary>A plan with its estimate; nothing was sent.</summary>
    Simulated = 4,

    /// <summary>Two people gave up a venue of its scope that does not answer: nothing is claimed of it, and what it may hold is a case.</summary>
    Abandoned = 5,
}

public static class SweepStatuses
{
    public static string Code(this SweepStatus status) => status switch
    {
        SweepStatus.Running => "running",
        SweepStatus.Done => "done",
        SweepStatus.Incomplete => "incomplete",
        SweepStatus.Simulated => "simulated",
        SweepStatus.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no code for this status"),
    };
}
