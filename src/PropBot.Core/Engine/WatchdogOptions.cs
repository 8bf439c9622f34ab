namespace PropBot.Core.Engine;

/// <summary>When a venue counts as degraded, and whether the desk then holds by itself. All times are elapsed times.</summary>
public sealed record WatchdogOptions
{
    private const decimal LeastSize = 0.1m;

    /// <summary>Off: no venue is watched, and the badge says DEGRADED for <c>watchdog_off</c>: nobody knows that anything is well. Default on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A venue that stays degraded puts the desk into HOLD. Default off.</summary>
    public bool AutoHold { get; init; }

    /// <summary>How often each venue is looked at, 0.1 s to 60 s. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one and the same check must fail before the venue is degraded, 0 to 10 min. Default 5 s.</summary>
    public TimeSpan DegradeAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far back the failing time of a check is added up, 10 s to 1 h. Default 60 s.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The part of <see cref="FlapWindow"/> that one check may fail in all, 0.01 to 1. Default 0.3: a venue that is away for 4.9 s of every 5.4 s never fails for 5 s
    /// without a break, and serves nobody.
    /// </summary>
    public decimal MaxFailingShare { get; init; } = 0.3m;

    /// <summary>
    /// How long after the start a venue that was not seen well yet is unknown rather than degraded, 0 to 10 min. Default 60 s: connecting takes several
    /// requests, each of which may run into its time-out of 5 s and be sent again after a pause. Unknown is not well either: the badge and the readiness say so.
    /// </summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long no check may fail before it is well again, 0 to 10 min. Default 5 s.</summary>
    public TimeSpan RecoverAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it must stay degraded before the desk holds, 0 to 60 min. Default 15 s.</summary>
    public TimeSpan HoldAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A venue that has answered no request for this long fails the check <c>rest</c>, 1 s to 10 min. Default 20 s.</summary>
    public TimeSpan RestSilence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A book that is synced and without a message for this long fails its check, 2 s to 1 h. Default 20 s: an adapter takes a stream for dead
    /// after 10 s of silence and begins it anew; twice that says that it did not help. Instruments that may go without a trade for longer
    /// need more: OKX tells a quiet book once a minute.
    /// </summary>
    public TimeSpan BookSilence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A book whose messages come later than this after the venue wrote them fails its check, beyond what the venue's clock is not known to, 0.1 s to 10 min; it passes
    /// again at half of it. Default 2 s, from which nothing opens either (<c>book_stale</c>): a stream that lags is not silent, and shows prices that are over.
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A book that was not whole for this long fails its check, 5 s to 1 h. Default 2 min: losing updates is the network's everyday, and a book that
    /// breaks again and again is asked for once a minute at most, so this is two such questions without a whole book. What may be opened does not
    /// wait for it: nothing is, from the first moment (<c>book_untrusted</c>).
    /// </summary>
    public TimeSpan BookBroken { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// An instrument whose mark price the venue has not said for this long, or never since it was connected, fails its check, 5 s to 1 h. Default 30 s: the slowest
    /// venue says an unchanged mark every 10 s (OKX, mark-price channel, read 2026-11-30). Marks value the positions and the daily loss.
    /// </summary>
    public TimeSpan MarkSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A mark that is further than this from the median of the venues' books and marks fails the same check, basis points, 1 to 5,000. Default 300, as the veto on
    /// opening has it (<c>price_outlier</c>): that one keeps pairs from being opened, this one tells that what is held is valued wrongly.
    /// </summary>
    public decimal MaxMarkDeviationBps { get; init; } = 300m;

    /// <summary>Answers to orders older than this do not count, 10 s to 24 h. Default 5 min.</summary>
    public TimeSpan OutcomeWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Fewer answers than this say nothing of a rate, 1 to 200. Default 5.</summary>
    public int MinOutcomes { get; init; } = 5;

    /// <summary>Share of orders that the venue refused, 0 to 1, above which the check <c>rejects</c> fails. Default 0.5.</summary>
    public decimal MaxRejectShare { get; init; } = 0.5m;

    /// <summary>Share of orders whose outcome was not known, 0 to 1, above which the check <c>unknowns</c> fails. Default 0.3.</summary>
    public decimal MaxUnknownShare { get; init; } = 0.3m;

    /// <summary>Health score of a venue, 0 to 1, from which on pairs there have their full size; 0 switches the scaling off. Default 0.9.</summary>
    public decimal FullSizeScore { get; init; } = 0.9m;

    /// <summary>Part of the ordered notional that a venue's score leaves: never nothing, for whether anything opens is the rules' matter.</summary>
    public decimal SizeAt(decimal score) => score >= FullSizeScore ? 1m : Math.Max(LeastSize, score);
}
