using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Faults;

/// <summary>When, where and how often one kind of fault happens. All times are market time.</summary>
public sealed record FaultRule
{
    /// <summary>Why the venue may refuse an order at our wish.</summary>
    internal static readonly IReadOnlyList<RefusalReason> Reasons =
    [
        RefusalReason.InsufficientMargin, RefusalReason.PriceOutOfBand, RefusalReason.PriceNotOnTick, RefusalReason.QuantityNotOnLot,
        RefusalReason.BelowMinQuantity, RefusalReason.BelowMinNotional, RefusalReason.AboveMaxQuantity, RefusalReason.ReduceOnlyWouldIncrease,
        RefusalReason.TooManyOpenOrders, RefusalReason.InstrumentNotTrading, RefusalReason.DuplicateClientOrderId,
    ];

    private static readonly int[] Statuses = [500, 502, 503];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public required FaultKind Kind { get; init; }

    /// <summary>Null: every venue that knows such a thing.</summary>
    public VenueId? Venue { get; init; }

    /// <summary>Requests, messages or matters of this instrument only. Null: all.</summary>
    public Symbol? Instrument { get; init; }

    /// <summary>
    /// Only requests whose <c>METHOD path?query</c> has this in it (a socket's method is <c>WS</c>), only stream messages whose text has it.
    /// Null: all.
    /// </summary>
    public string? Match { get; init; }

    /// <summary>From so long after the start of the market or, told later, after then; 0 to 366 days; default 0.</summary>
    public TimeSpan From { get; init; }

    /// <summary>From this instant instead.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>So many requests or messages that fit pass before the first one is struck, 0 to 1,000,000,000; default 0.</summary>
    public int After { get; init; }

    /// <summary>For so long, up to 366 days. Null: until its count is reached or it is taken back.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Strikes so often at most, 1 to 1,000,000,000, at each venue. Null: once without a duration, without a limit with one. The venue's own
    /// matters (<c>clock_jump</c> …) happen once and stay until they are over or taken back.
    /// </summary>
    public int? Count { get; init; }

    /// <summary>Of each that fits, 0 (exclusive) to 1; default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Null: the kind's own default.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>In the kind's own unit. Null: the kind's own default.</summary>
    public decimal? Size { get; init; }

    /// <summary>500, 502 or 503; default 503.</summary>
    public int Status { get; init; } = 503;

    public RefusalReason Reason { get; init; } = RefusalReason.InsufficientMargin;

    internal FaultTraits Traits => FaultCatalogue.Of(Kind);

    internal TimeSpan EffectiveDelay => Delay ?? Traits.Delay;

    internal decimal EffectiveSize => Size ?? Traits.Size.Default;

    /// <summary>What is wrong, one sentence each; empty when all is well.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Kind))
        {
            yield return $"kind {(int)Kind} does not exist";
            yield break;
        }

        FaultTraits traits = Traits;
        string name = FaultCatalogue.NameOf(Kind);
        if (Venue is { } venue && !SimulatedProtocols.Has(venue))
        {
            yield return $"venue '{venue}' is not simulated: binance_um, okx_perp or bybit_linear";
        }
        else if (Venue is { } known && !traits.IsKnownAt(known))
        {
            yield return $"{name} does not exist at {known}: {string.Join(", ", traits.Venues)}";
        }

        if (Instrument is null && traits.Takes(FaultParameters.Instrument))
        {
            yield return $"{name} needs an instrument such as BTCUSDT";
        }

        if (Instrument is not null && Kind is FaultKind.ConnectionsRefused or FaultKind.ClockJump or FaultKind.ClockDrift or FaultKind.ForcedLogout
            or FaultKind.TradingRightWithdrawn or FaultKind.OtherCoinsAsMargin)
        {
            yield return $"{name} is the venue's, not an instrument's: leave the instrument out";
        }

        if (Match is not null && (Match.Length is 0 or > 200 || traits.Family is FaultFamily.Order or FaultFamily.Venue))
        {
            yield return $"match is for requests and stream messages, 1 to 200 characters; {name} takes none or '{Match}' is too long";
        }

        foreach (string problem in ValidateNumbers(traits, name))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> ValidateNumbers(FaultTraits traits, string name)
    {
        if (From < TimeSpan.Zero || From > Longest || (At is not null && From != TimeSpan.Zero))
        {
            yield return $"from is {From.TotalSeconds} s: give 0 to {Longest.TotalSeconds} s, or an instant instead";
        }

        if (Duration is { } duration && (duration <= TimeSpan.Zero || duration > Longest))
        {
            yield return $"duration is {duration.TotalSeconds} s: give more than 0 and up to {Longest.TotalSeconds} s";
        }

        if (After is < 0 or > 1_000_000_000 || Count is < 1 or > 1_000_000_000)
        {
            yield return $"after is {After} and count {Count}: give 0 and 1 to 1000000000";
        }

        if (traits.Family == FaultFamily.Venue && (Count > 1 || Probability < 1))
        {
            yield return $"{name} happens once: leave count and probability out";
        }

        if (!(Probability > 0 && Probability <= 1))
        {
            yield return $"probability is {Probability}: give more than 0 and up to 1";
        }

        if (Delay is { } delay && (!traits.Takes(FaultParameters.Delay) || delay < TimeSpan.Zero || delay > TimeSpan.FromHours(1)))
        {
            yield return traits.Takes(FaultParameters.Delay) ? $"delay is {delay.TotalMilliseconds} ms: give 0 to 3600000 ms" : $"{name} takes no delay";
        }

        if (Size is { } size && (!traits.Takes(FaultParameters.Size) || size < traits.Size.Least || size > traits.Size.Most))
        {
            yield return traits.Takes(FaultParameters.Size)
                ? $"size of {name} is {WireNumber.Format(size)}: give {WireNumber.Format(traits.Size.Least)} to {WireNumber.Format(traits.Size.Most)}"
                : $"{name} takes no size";
        }

        if (Status != 503 && (!traits.Takes(FaultParameters.Status) || !Statuses.Contains(Status)))
        {
            yield return $"status is {Status}: server errors take 500, 502 or 503";
        }

        if (Reason != RefusalReason.InsufficientMargin && (!traits.Takes(FaultParameters.Reason) || !Reasons.Contains(Reason)))
        {
            yield return $"{name} takes no reason {Reason}: order_refused takes {string.Join(", ", Reasons.Select(one => FaultCatalogue.Snake($"{one}")))}";
        }
    }
}
