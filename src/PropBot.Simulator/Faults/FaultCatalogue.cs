using System.Text;
using PropBot.Core.Values;

namespace PropBot.Simulator.Faults;

/// <summary>Where a kind of fault strikes.</summary>
internal enum FaultFamily
{
    Request = 1,
    Order = 2,
    Stream = 3,
    Venue = 4,
}

/// <summary>What a rule may say beside its kind.</summary>
[Flags]
internal enum FaultParameters
{
    None = 0,
    Delay = 1,
    Size = 2,
    Status = 4,
    Reason = 8,

    /// <summary>Must name an instrument.</summary>
    Instrument = 16,
}

/// <summary>What there is to know of a kind before it happens.</summary>
/// <param name="Delay">Default where the kind takes a delay.</param>
/// <param name="Size">Default, least and most where the kind takes a size.</param>
/// <param name="Venues">Venues that know such a thing; empty: all.</param>
internal sealed record FaultTraits(
    FaultFamily Family,
    FaultParameters Parameters = FaultParameters.None,
    TimeSpan Delay = default,
    FaultSize Size = default,
    params IReadOnlyList<VenueId> Venues)
{
    /// <summary>Of the venue's own matters: a state with a beginning and an end, not a moment.</summary>
    public bool IsState { get; init; }

    public bool Takes(FaultParameters parameter) => (Parameters & parameter) != FaultParameters.None;

    public bool IsKnownAt(VenueId venue) => Venues.Count == 0 || Venues.Contains(venue);
}

internal readonly record struct FaultSize(decimal Default, decimal Least, decimal Most);

/// <summary>The traits of every kind, and how kinds are written.</summary>
internal static class FaultCatalogue
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly FaultSize Updates = new(10, 1, 1_000_000);

    private static readonly Dictionary<FaultKind, FaultTraits> Traits = new()
    {
        [FaultKind.Latency] = new(FaultFamily.Request, FaultParameters.Delay, HalfSecond),
        [FaultKind.Jitter] = new(FaultFamily.Request, FaultParameters.Delay, HalfSecond),
        [FaultKind.SlowDrip] = new(FaultFamily.Request, FaultParameters.Delay, HalfSecond * 4),
        [FaultKind.ConnectionReset] = new(FaultFamily.Request),
        [FaultKind.TimeoutBeforeAcceptance] = new(FaultFamily.Request, FaultParameters.Delay, Minute),
        [FaultKind.TimeoutAfterAcceptance] = new(FaultFamily.Request, FaultParameters.Delay, Minute),
        [FaultKind.AckLost] = new(FaultFamily.Request),
        [FaultKind.ServerErrorBeforeAcceptance] = new(FaultFamily.Request, FaultParameters.Status),
        [FaultKind.ServerErrorAfterAcceptance] = new(FaultFamily.Request, FaultParameters.Status),
        [FaultKind.RateLimited] = new(FaultFamily.Request, FaultParameters.Delay, HalfSecond * 4),
        [FaultKind.Banned] = new(FaultFamily.Request, FaultParameters.Delay, Minute * 2),
        [FaultKind.Maintenance] = new(FaultFamily.Request),
        [FaultKind.TruncatedAnswer] = new(FaultFamily.Request),
        [FaultKind.UnknownStatus] = new(FaultFamily.Request),
        [FaultKind.StaleSnapshot] = new(FaultFamily.Request, FaultParameters.Size | FaultParameters.Delay, HalfSecond * 2, Updates),
        [FaultKind.OrderRefused] = new(FaultFamily.Order, FaultParameters.Reason),
        [FaultKind.PartialFill] = new(FaultFamily.Order, FaultParameters.Size, default, new(0.5m, 0m, 1m)),
        [FaultKind.FillAfterCancel] = new(FaultFamily.Order, FaultParameters.Size | FaultParameters.Delay, HalfSecond, new(0.5m, 0m, 1m)),
        [FaultKind.StreamLatency] = new(FaultFamily.Stream, FaultParameters.Delay, HalfSecond),
        [FaultKind.StreamJitter] = new(FaultFamily.Stream, FaultParameters.Delay, HalfSecond),
        [FaultKind.StreamLost] = new(FaultFamily.Stream),
        [FaultKind.StreamDuplicated] = new(FaultFamily.Stream),
        [FaultKind.StreamReordered] = new(FaultFamily.Stream),
        [FaultKind.SequenceGap] = new(FaultFamily.Stream, FaultParameters.Size, default, Updates),
        [FaultKind.StaleStreamSnapshot] = new(
            FaultFamily.Stream, FaultParameters.Size | FaultParameters.Delay, HalfSecond * 2, Updates, VenueId.OkxPerp, VenueId.BybitLinear),
        [FaultKind.BadChecksum] = new(FaultFamily.Stream, FaultParameters.None, default, default, VenueId.OkxPerp),
        [FaultKind.CrossedBook] = new(FaultFamily.Stream),
        [FaultKind.StreamReset] = new(FaultFamily.Stream),
        [FaultKind.SilentSocket] = new(FaultFamily.Stream),
        [FaultKind.TruncatedFrame] = new(FaultFamily.Stream),
        [FaultKind.WrongTypeFrame] = new(FaultFamily.Stream),
        [FaultKind.UnknownFieldFrame] = new(FaultFamily.Stream),
        [FaultKind.PrivateLost] = new(FaultFamily.Stream),
        [FaultKind.PrivateDuplicated] = new(FaultFamily.Stream),
        [FaultKind.PrivateReordered] = new(FaultFamily.Stream),
        [FaultKind.LateFill] = new(FaultFamily.Stream, FaultParameters.Delay, HalfSecond * 2),
        [FaultKind.ConnectionsRefused] = new(FaultFamily.Venue) { IsState = true },
        [FaultKind.ClockJump] = new(FaultFamily.Venue, FaultParameters.Size, default, new(2m, -86_400m, 86_400m)) { IsState = true },
        [FaultKind.ClockDrift] = new(FaultFamily.Venue, FaultParameters.Size, default, new(1m, -500m, 500m)) { IsState = true },
        [FaultKind.ForcedLogout] = new(FaultFamily.Venue),
        [FaultKind.TickSizeChanged] = new(FaultFamily.Venue, FaultParameters.Size | FaultParameters.Instrument, default, new(10m, 0.01m, 1_000m)) { IsState = true },
        [FaultKind.LotSizeChanged] = new(FaultFamily.Venue, FaultParameters.Size | FaultParameters.Instrument, default, new(10m, 0.01m, 1_000m)) { IsState = true },
        [FaultKind.FundingIntervalChanged] = new(FaultFamily.Venue, FaultParameters.Size | FaultParameters.Instrument, default, new(4m, 1m, 8m)) { IsState = true },
        [FaultKind.Delisting] = new(FaultFamily.Venue, FaultParameters.Instrument) { IsState = true },
        [FaultKind.ForcedLiquidation] = new(FaultFamily.Venue),
        [FaultKind.AutoDeleverage] = new(FaultFamily.Venue, FaultParameters.Size | FaultParameters.Instrument, default, new(1m, 0m, 1m)),
        [FaultKind.TradingRightWithdrawn] = new(FaultFamily.Venue) { IsState = true },
        [FaultKind.OtherCoinsAsMargin] = new(FaultFamily.Venue) { IsState = true },
        // Bybit has no such message: its wallet topic tells the rates.
        [FaultKind.MarginCall] = new(FaultFamily.Venue, FaultParameters.None, default, default, VenueId.BinanceUm, VenueId.OkxPerp),
    };

    private static readonly Dictionary<FaultKind, string> Names = Enum.GetValues<FaultKind>().ToDictionary(kind => kind, kind => Snake($"{kind}"));
    private static readonly Dictionary<string, FaultKind> ByName = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static FaultTraits Of(FaultKind kind) => Traits[kind];

    public static string NameOf(FaultKind kind) => Names[kind];

    public static bool TryParse(string name, out FaultKind kind) => ByName.TryGetValue(name, out kind);

    public static IEnumerable<string> AllNames => Names.Values;

    /// <summary><c>StreamLost</c> is <c>stream_lost</c>.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
