namespace PropBot.Core.Execution;

/// <summary>How orders are priced and how long anything may take. Deadlines are elapsed time, not market time.</summary>
public sealed record ExecutionOptions
{
    /// <summary>
    /// How long a request that reduces risk may wait before it is sent: 0.4 s for each of two budgets, then it is refused by
    /// ourselves. The rest of the way is the venue's receive window.
    /// </summary>
    public static readonly TimeSpan LongestWaitToSend = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// How long keeping a decision and handing its requests out usually takes at most. What took longer is told to the engine order by
    /// order, and an opening of it may be too old to be sent.
    /// </summary>
    public static readonly TimeSpan LongestHandOver = TimeSpan.FromSeconds(1);

    /// <summary>How far beyond the price the depth walk needs an opening order may go, basis points, 0 to 100. Default 2.</summary>
    public decimal OpenSlippageCapBps { get; init; } = 2m;

    /// <summary>The same for closing orders. Default 5.</summary>
    public decimal CloseSlippageCapBps { get; init; } = 5m;

    /// <summary>
    /// How far beyond the touch the first rescue order may go, basis points; doubles with each attempt up to the last rung.
    /// Default 10.
    /// </summary>
    public decimal RescueBandBps { get; init; } = 10m;

    /// <summary>Rescue attempts at a limit before the last rung, a reduce-only market order. Default 4.</summary>
    public int RescueLimitAttempts { get; init; } = 4;

    /// <summary>How long after the legs became unequal the leg behind may still be completed; then the pair is taken off. Default 10 s.</summary>
    public TimeSpan CompleteWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reduce-only market orders, where nothing fills, before the excess is hedged on a third venue. Default 3.</summary>
    public int MarketRungAttempts { get; init; } = 3;

    /// <summary>Orders on the third venue, where nothing fills, before a person is called. Default 3.</summary>
    public int ThirdVenueAttempts { get; init; } = 3;

    /// <summary>How far beyond the walked depth a hedge on a third venue may go, basis points. Default 50.</summary>
    public decimal ThirdVenueBandBps { get; init; } = 50m;

    /// <summary>Null: no rebalancer; what the ladder cannot complete at once is taken off.</summary>
    public RebalancerOptions? Rebalancer { get; init; }

    /// <summary>In which order the legs of a new pair are sent. Default by the venues' measured fill latencies.</summary>
    public EntryChoice Entry { get; init; } = EntryChoice.Auto;

    /// <summary>
    /// With <see cref="EntryChoice.Auto"/>: when the two venues' usual fill latencies are further apart than this, the slower leg
    /// goes first and the other one follows its fills; else both go together. Default 150 ms.
    /// </summary>
    public TimeSpan HarderFirstAbove { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a maker order may rest before it is cancelled; at most the rescue's deadline. Default 10 s.</summary>
    public TimeSpan MakerRest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two attempts on the same pair; doubles while nothing fills after the last rung. Default 250 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two attempts. Default 5 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long after the start a rescue waits for a venue that has not been up yet, rather than take a rung that does without it. Part of
    /// the rescue's deadline. Default 5 s.
    /// </summary>
    public TimeSpan FirstConnectionWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An order without a terminal state for this long is asked for. Default 1 s.</summary>
    public TimeSpan OrderQueryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A query that finds no order proves that it never reached the venue only this long after it was sent: until then the
    /// request may still be on its way. Longer where a venue's receive window needs it, and by what is uncertain of its clock.
    /// Not below 6 s: the waits of <see cref="LongestWaitToSend"/> and the usual window of 5 s. Default 6 s.
    /// </summary>
    public TimeSpan NeverReachedAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// What every command for orders waits before it leaves, on purpose (chaos): it may arrive so much later. Elapsed time; default 0.
    /// </summary>
    public TimeSpan DelayBeforeSending { get; init; } = TimeSpan.Zero;

    /// <summary>A pair must be equal again within this time, else it is shown and alerted as overdue. Default 15 s.</summary>
    public TimeSpan RescueDeadline { get; init; } = TimeSpan.FromSeconds(15);
}
