using PropBot.Core.Accounting;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one venue.</summary>
/// <param name="orderLimits">Its limits of new orders, each with a window of its own.</param>
internal sealed class VenueState(VenueId venue, IReadOnlyList<OrderLimit> orderLimits)
{
    public VenueId Venue { get; } = venue;

    public VenueLink Link { get; set; } = VenueLink.Down;

    public string LinkReason { get; set; } = "not connected yet";

    /// <summary>It has been up in this run.</summary>
    public bool WasUp { get; set; }

    /// <summary>When it last came up; zero before the first time.</summary>
    public TimeSpan LinkUpElapsed { get; set; }

    /// <summary>The venue's last statement.</summary>
    public AccountReport? Account { get; set; }

    /// <summary>The venue's last list of open orders, foreign ones too; null before the first.</summary>
    public IReadOnlyList<OrderReport>? OpenOrders { get; set; }

    public StatementAge Statement { get; } = new();

    public BalanceWatch Balance { get; } = new();

    /// <summary>When the account was last asked for; null before the first question, and to ask with the next heartbeat.</summary>
    public TimeSpan? AccountAskedElapsed { get; set; }

    /// <summary>When the open orders were last asked for; null before the first question.</summary>
    public TimeSpan? OpenOrdersAskedElapsed { get; set; }

    /// <summary>Number of the event that asked for them last.</summary>
    public long OpenOrdersQuestion { get; set; }

    /// <summary>The last question for them got no certain answer.</summary>
    public bool OpenOrdersFailed { get; set; }

    /// <summary>The last list of open orders that was compared knows at least what had happened until then; null before the first.</summary>
    public TimeSpan? OpenOrdersReadElapsed { get; set; }

    /// <summary>Orders known to rest at the venue that this desk did not make or does not know, with when each was last seen.</summary>
    public Dictionary<CaseMatter, TimeSpan> OpenStrangers { get; } = [];

    /// <summary>What the last statement showed to differ and nobody has explained, with the time since when every statement has.</summary>
    public Dictionary<CaseMatter, TimeSpan> Differences { get; } = [];

    /// <summary>The last measurement of its clock; null before the first.</summary>
    public VenueClockMeasured? Clock { get; set; }

    /// <summary>Market time of that measurement.</summary>
    public DateTimeOffset? ClockAt { get; set; }

    public TradingRightWatch Right { get; } = new();

    public AccountSettingsWatch Settings { get; } = new();

    public VenueAccess Access { get; set; } = VenueAccess.Open;

    /// <summary>Until when the venue said it would stay so, elapsed time; without meaning when open.</summary>
    public TimeSpan AccessUntilElapsed { get; set; }

    public string AccessReason { get; set; } = "";

    /// <summary>When the venue last warned or liquidated; null once a later statement shows enough margin.</summary>
    public TimeSpan? MarginCallElapsed { get; set; }

    /// <summary>What it warned of, for people.</summary>
    public string MarginCallDetail { get; set; } = "";

    public FillLatency FillLatency { get; } = new();

    public OrderPace OrderPace { get; } = new(orderLimits);

    public RejectStreak Rejects { get; } = new();

    public VenueWatch Watch { get; } = new();

    public bool IsClockUncertain => Clock is { MayOnlyReduce: true };

    /// <summary>
    /// Maintenance margin over equity by the last statement: 0 is no position, 1 is liquidation. Null where the venue tells
    /// neither it nor its parts.
    /// </summary>
    public decimal? MarginRatio => Account switch
    {
        null => null,
        { MarginRatio: { } told } => told,
        { Positions.Count: 0 } => 0m,
        { MaintenanceMargin: { } needed, Equity: > 0m } account => needed / account.Equity,
        _ => null,
    };

    /// <summary>What people were told last of the coin of its fees.</summary>
    public FeeCoinStatus ToldFeeCoin { get; set; }
}
