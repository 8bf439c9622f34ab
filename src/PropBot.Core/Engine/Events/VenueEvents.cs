using PropBot.Core.Execution;
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
public sealed record AccountReported(AccountReport Account) : EngineEvent;

/// <summary>The account could not be read.</summary>
public sealed record AccountQueryFailed(VenueId Venue, string Reason) : EngineEvent;

/// <summary>A funding settlement; told again after reconnects, booked once.</summary>
public sealed record FundingSettled(FundingPayment Payment) : EngineEvent;
