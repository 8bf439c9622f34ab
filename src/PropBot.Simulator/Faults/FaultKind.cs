namespace PropBot.Simulator.Faults;

/// <summary>
/// Everything that can go wrong here, a closed list. Which parameters a kind takes is in <see cref="FaultCatalogue"/>; in files and on
/// the control port a kind is written in lower case with underscores: <c>timeout_after_acceptance</c>.
/// </summary>
public enum FaultKind
{
    // Requests: the network.

    /// <summary>A request arrives later, by the delay.</summary>
    Latency = 1,

    /// <summary>A request arrives later, by something between nothing and the delay.</summary>
    Jitter = 2,

    /// <summary>The answer comes in small pieces and takes as long as the delay.</summary>
    SlowDrip = 3,

    /// <summary>The connection is reset before the venue reads the request.</summary>
    ConnectionReset = 4,

    /// <summary>The request never reaches the venue, and nothing is answered.</summary>
    TimeoutBeforeAcceptance = 5,

    /// <summary>The venue carries the request out, and nothing is answered.</summary>
    TimeoutAfterAcceptance = 6,

    /// <summary>The venue accepts an order and the connection is reset instead of the acknowledgement.</summary>
    AckLost = 7,

    // Requests: what the venue answers.

    /// <summary>500, 502 or 503, and nothing was carried out.</summary>
    ServerErrorBeforeAcceptance = 8,

    /// <summary>500, 502 or 503, and the request was carried out.</summary>
    ServerErrorAfterAcceptance = 9,

    /// <summary>The venue's word for too many requests, with the wait it asks for: 429 and -1003, 50011, 10006.</summary>
    RateLimited = 10,

    /// <summary>The venue's ban of our address: 418, 50011 with 429, 403.</summary>
    Banned = 11,

    /// <summary>The venue's maintenance: its error to every request, its word at the status endpoint, its sockets closed.</summary>
    Maintenance = 12,

    /// <summary>An answer that ends in the middle.</summary>
    TruncatedAnswer = 13,

    /// <summary>A query of an order is answered with a status that no document names.</summary>
    UnknownStatus = 14,

    /// <summary>A book is answered as it was some updates ago.</summary>
    StaleSnapshot = 15,

    // Orders.

    /// <summary>The venue refuses an order in its own words.</summary>
    OrderRefused = 16,

    /// <summary>An order fills in part where the book would have filled it whole.</summary>
    PartialFill = 17,

    /// <summary>A resting order fills in part before its cancel, and the fill is told after the cancel was answered.</summary>
    FillAfterCancel = 18,

    // Streams: market data.

    /// <summary>Messages arrive later, all of a socket, in their order.</summary>
    StreamLatency = 19,

    /// <summary>Messages arrive later, each by something between nothing and the delay, in their order.</summary>
    StreamJitter = 20,

    StreamLost = 21,

    StreamDuplicated = 22,

    /// <summary>A message comes after the next one.</summary>
    StreamReordered = 23,

    /// <summary>A book's update names an update before it that was never sent.</summary>
    SequenceGap = 24,

    /// <summary>A book's first message on a socket is as it was some updates ago.</summary>
    StaleStreamSnapshot = 25,

    /// <summary>OKX: the checksum of a book's message is wrong.</summary>
    BadChecksum = 26,

    /// <summary>A bid above the best ask.</summary>
    CrossedBook = 27,

    /// <summary>The socket is reset.</summary>
    StreamReset = 28,

    /// <summary>The socket stays open and not a byte comes, no answer to a ping either.</summary>
    SilentSocket = 29,

    /// <summary>A message that ends in the middle.</summary>
    TruncatedFrame = 30,

    /// <summary>Numbers are written as booleans.</summary>
    WrongTypeFrame = 31,

    /// <summary>A field that no document names.</summary>
    UnknownFieldFrame = 32,

    // Streams: private data.

    PrivateLost = 33,

    PrivateDuplicated = 34,

    PrivateReordered = 35,

    /// <summary>Fills are told late.</summary>
    LateFill = 36,

    // The venue itself.

    /// <summary>Nobody listens at the venue's port.</summary>
    ConnectionsRefused = 37,

    /// <summary>The venue's clock is off by the size in seconds.</summary>
    ClockJump = 38,

    /// <summary>The venue's clock goes away from the market's by the size in milliseconds per second.</summary>
    ClockDrift = 39,

    /// <summary>Listen keys expire, private sockets are logged out.</summary>
    ForcedLogout = 40,

    /// <summary>An instrument's tick size is multiplied by the size.</summary>
    TickSizeChanged = 41,

    /// <summary>An instrument's lot size and least quantity are multiplied by the size.</summary>
    LotSizeChanged = 42,

    /// <summary>An instrument's funding interval becomes the size in hours.</summary>
    FundingIntervalChanged = 43,

    /// <summary>An instrument is taken off: no new orders, another status in the lists.</summary>
    Delisting = 44,

    /// <summary>An account is liquidated.</summary>
    ForcedLiquidation = 45,

    /// <summary>The venue closes a position against a liquidated one.</summary>
    AutoDeleverage = 46,

    /// <summary>The venue warns that an account's margin runs out.</summary>
    MarginCall = 47,

    /// <summary>The keys of the venue's accounts may read and no longer trade; their rights say so when they are asked for.</summary>
    TradingRightWithdrawn = 48,

    /// <summary>Somebody has switched the venue's accounts so that other coins count as margin too; clients cannot switch that back.</summary>
    OtherCoinsAsMargin = 49,
}
