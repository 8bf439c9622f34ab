using PropBot.Core.Values;

namespace PropBot.Replay.Recordings.Series;

internal enum ContractKind
{
    /// <summary>A perpetual that is settled in its quote asset.</summary>
    Linear = 1,

    /// <summary>A perpetual that is settled in its base asset; sizes are contracts of a fixed number of dollars.</summary>
    Inverse = 2,

    Spot = 3,

    /// <summary>Has an expiry.</summary>
    Dated = 4,
}

/// <summary>What a series is of, as the recording names it.</summary>
/// <param name="Venue">The recording's word for the venue, lower case; it need not be one of ours.</param>
internal readonly record struct RecordedMarket(string Venue, Symbol Symbol, ContractKind Kind)
{
    public override string ToString() => $"{Venue} {Symbol}{(Kind == ContractKind.Linear ? "" : $" ({Kind.ToString().ToLowerInvariant()})")}";
}
