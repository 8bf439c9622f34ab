using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Events;

public enum VenueLink
{
    Down = 0,
    Connecting = 1,

    /// <summary>Public and private streams are up and the account has been read since.</summary>
    Up = 2,
}

/// <summary>The state of the connection to a venue. Down makes all its books untrusted at once.</summary>
public sealed record VenueLinkChanged(VenueId Venue, VenueLink Link, string Reason) : EngineEvent;

/// <summary>The venue's own statement of balances and positions.</summary>
public sealed record AccountReported(AccountReport Account) : EngineEvent
{
    /// <summary>
    /// The question's number; what the venue tells is no older than that event. 0: the adapter has read it by itself, and nobody knows how
    /// old it is; once a question was answered it only says that something has changed.
    /// </summary>
    public long Question { get; init; }
}

/// <summary>The account could not be read.</summary>
public sealed record AccountQueryFailed(VenueId Venue, string Reason) : EngineEvent;

/// <summary>A funding settlement; told again after reconnects, booked once.</summary>
public sealed record FundingSettled(FundingPayment Payment) : EngineEvent;

/// <summary>The venue's clock against ours was measured.</summary>
/// <param name="Offset">Venue's clock minus ours.</param>
/// <param name="Uncertainty">How far the offset may be wrong.</param>
/// <param name="Window">How far a signed request's time may be off before the venue refuses it.</param>
public sealed record VenueClockMeasured(VenueId Venue, TimeSpan Offset, TimeSpan Uncertainty, TimeSpan Window) : EngineEvent
{
    /// <summary>Too uncertain to open anything; what reduces risk still tries.</summary>
    public bool MayOnlyReduce => Uncertainty > Window;
}

public enum VenueAccess
{
    Open = 1,

    /// <summary>A rate limit is used up; hedges and cancels still go.</summary>
    Limited = 2,

    /// <summary>The venue refuses everything from here; whoever asks makes it longer.</summary>
    Banned = 3,
}

/// <summary>Whether the venue takes our requests.</summary>
/// <param name="For">How long it will stay so, as far as the venue said; zero when open.</param>
public sealed record VenueAccessChanged(VenueId Venue, VenueAccess Access, TimeSpan For, string Reason) : EngineEvent;

/// <summary>The venue's own list of what changed the account's balance in a span, oldest first.</summary>
/// <param name="From">Inclusive; later than asked for where the list does not reach back so far.</param>
public sealed record IncomeReported(VenueId Venue, DateTimeOffset From, IReadOnlyList<IncomeEntry> Entries) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>The list could not be read.</summary>
public sealed record IncomeQueryFailed(VenueId Venue, string Reason) : EngineEvent;

/// <summary>What our key may do at the venue, by the venue's own word.</summary>
public sealed record TradingRightsReported(TradingRights Rights) : EngineEvent
{
    /// <summary>The question's number; 0 when the venue told it unasked.</summary>
    public long Question { get; init; }
}

/// <summary>How our account is set at the venue, by the venue's own word.</summary>
public sealed record AccountSettingsReported(AccountSettings Settings) : EngineEvent
{
    /// <summary>The question's number; 0 when the venue told it unasked.</summary>
    public long Question { get; init; }
}

/// <summary>How our account is set could not be read.</summary>
public sealed record AccountSettingsQueryFailed(VenueId Venue, string Reason) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>What our key may do could not be read.</summary>
public sealed record TradingRightsQueryFailed(VenueId Venue, string Reason) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>What coins are worth by the venue's public market data; one that it has no price of is not in it.</summary>
public sealed record CoinPricesReported(VenueId Venue, IReadOnlyList<CoinPrice> Prices) : EngineEvent
{
    /// <summary>The question's number; 0 when the venue told it unasked.</summary>
    public long Question { get; init; }
}

/// <summary>The coins' prices could not be read.</summary>
public sealed record CoinPricesQueryFailed(VenueId Venue, string Reason) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>The venue warns that the account's margin runs out.</summary>
/// <param name="Detail">The venue's own words and figures.</param>
public sealed record MarginCallReceived(VenueId Venue, string Detail) : EngineEvent;
