using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Chaos;

namespace PropBot.Venues;

/// <summary>Where and as whom an adapter talks to its venue. Addresses are always given from outside; keys never come from a file in the repository.</summary>
public sealed record VenueOptions
{
    /// <summary>How far the first catch-up reaches back at least: entries may appear late, and a venue may have been away. Market time.</summary>
    public static readonly TimeSpan ShortestFirstReach = TimeSpan.FromDays(1);

    /// <summary>
    /// How far the first catch-up reaches back at most, market time: Binance tells income and OKX fills and bills of the last three
    /// months (docs/venues), a day less than 90 for the clocks.
    /// </summary>
    public static readonly TimeSpan LongestFirstReach = TimeSpan.FromDays(89);

    public required VenueId Venue { get; init; }

    /// <summary>Symbols to trade.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Base address of the REST interface, without a path.</summary>
    public required Uri RestAddress { get; init; }

    /// <summary>Base address of the public WebSocket; the adapter appends the venue's path.</summary>
    public required Uri PublicStreamAddress { get; init; }

    /// <summary>Base address of the private WebSocket; the adapter appends the venue's path.</summary>
    public required Uri PrivateStreamAddress { get; init; }

    public required VenueCredentials Credentials { get; init; }

    /// <summary>Leverage to set and read back, 1 to 125.</summary>
    public int Leverage { get; init; } = 3;

    /// <summary>To set and read back; in another one nothing opens, and orders have the shape of the one that was read.</summary>
    public PositionMode PositionMode { get; init; } = PositionMode.OneWay;

    /// <summary>To set and read back; in another one nothing opens.</summary>
    public MarginMode MarginMode { get; init; } = MarginMode.Cross;

    /// <summary>
    /// The account stays as it is: modes and leverage are not set and need not be as configured, and the key need not be allowed
    /// to trade. No order is ever sent in such a run.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>How often listing, fees and funding intervals are read again, real time.</summary>
    public TimeSpan ListingInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the venue's clock is measured, real time.</summary>
    public TimeSpan ClockInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which a stream that should speak is taken for dead; real time.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends the venue's demo header where it has one (OKX <c>x-simulated-trading: 1</c>).</summary>
    public bool Demo { get; init; }

    /// <summary>Time limit of one REST request, real time.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a signed request stays valid at the venue (Binance and Bybit <c>recvWindow</c>).</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often settlements are asked for, real time.</summary>
    public TimeSpan FundingPollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What every client order id of this desk starts with. An order on the account with another id is a foreign one. Empty:
    /// every id of 1 to 32 letters and digits is taken for ours.
    /// </summary>
    public string OwnOrderPrefix { get; init; } = "";

    /// <summary>
    /// Settlements before this instant are not told, market time: when the ledger took over the account's balance, which has them
    /// in it already. Null: no such limit but that of <see cref="FirstReach"/>.
    /// </summary>
    public DateTimeOffset? FundingSince { get; init; }

    /// <summary>Until when the ledger has been told everything, market time; null when it does not know.</summary>
    public DateTimeOffset? ToldUntil { get; init; }

    /// <summary>Seed of the jitter in reconnect pauses.</summary>
    public int JitterSeed { get; init; } = 1;

    /// <summary>What goes wrong on purpose on the way to this venue; null: nothing.</summary>
    public VenueChaos? Chaos { get; init; }

    /// <summary>
    /// Where the first catch-up of a run begins: settlements, forced fills and whatever else the venue did while this process was
    /// not there. Market time.
    /// </summary>
    /// <param name="now">The venue's time, market time.</param>
    public DateTimeOffset FirstReach(DateTimeOffset now)
    {
        DateTimeOffset since = now - ShortestFirstReach;
        since = ToldUntil < since ? ToldUntil.Value : since;
        DateTimeOffset earliest = now - LongestFirstReach;
        since = since < earliest ? earliest : since;
        return FundingSince > since ? FundingSince.Value : since;
    }
}

/// <summary>Keys of one venue. Never logged: <see cref="ToString"/> shows nothing of them.</summary>
public sealed record VenueCredentials(string Key, string Secret, string? Passphrase)
{
    public override string ToString() => "***";
}
