using System.Collections.Concurrent;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// The venue's limits of the endpoints used here, numbered L1 to L4 in docs/venues/okx-perp.md. Source: OKX API v5, the Rate Limit line of
/// each endpoint, and Rate Limits, Trading-related APIs and Sub-account rate limit, read 2026-11-22. Placing, amending and cancelling
/// have limits of their own, so that none blocks another.
/// </summary>
internal sealed class OkxBudgets
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly VenueClock _clock;
    private readonly ConcurrentDictionary<(string Name, string Instrument), RateBudget> _perInstrument = [];
    private readonly List<RateBudget> _perUser = [];
    private long _bannedUntilTicks;

    public OkxBudgets(VenueClock clock)
    {
        _clock = clock;
        Account = Add("new and amended orders", 1000);
        OpenOrders = Add("open orders", 60);
        OrderHistory = Add("order history", 40);
        OrderArchive = Add("order archive", 20);
        Fills = Add("fills", 60);
        FillHistory = Add("fill history", 10);
        Balance = Add("balance", 10);
        Positions = Add("positions", 10);
        Bills = Add("bills", 10);
        BillArchive = Add("bill archive", 5);
        Leverage = Add("leverage", 20);
        SetLeverage = Add("set leverage", 20);
        Config = Add("account config", 5);
        SetMode = Add("set position mode", 5);
        Fees = Add("fees", 5);
        Time = Add("time", 10);
        Instruments = Add("instruments", 20);
        MarkPrice = Add("mark price", 10);
        Tiers = Add("position tiers", 10);
        IndexTickers = Add("index tickers", 20);
        Status = Add("status", 1, TimeSpan.FromSeconds(5));
    }

    /// <summary>Sub-account limit: 1,000 new and amended orders together, all instruments (more from VIP5 on by fill ratio).</summary>
    public RateBudget Account { get; }

    public RateBudget OpenOrders { get; }

    public RateBudget OrderHistory { get; }

    public RateBudget OrderArchive { get; }

    public RateBudget Fills { get; }

    public RateBudget FillHistory { get; }

    public RateBudget Balance { get; }

    public RateBudget Positions { get; }

    /// <summary>5 per second.</summary>
    public RateBudget Bills { get; }

    public RateBudget BillArchive { get; }

    public RateBudget Leverage { get; }

    public RateBudget SetLeverage { get; }

    public RateBudget Config { get; }

    public RateBudget SetMode { get; }

    public RateBudget Fees { get; }

    public RateBudget Time { get; }

    public RateBudget Instruments { get; }

    public RateBudget MarkPrice { get; }

    public RateBudget Tiers { get; }

    public RateBudget IndexTickers { get; }

    /// <summary>1 per 5 seconds.</summary>
    public RateBudget Status { get; }

    /// <summary>60 per user and instrument.</summary>
    public RateBudget Place(string instrument) => OfInstrument("place", instrument, 60);

    public RateBudget Amend(string instrument) => OfInstrument("amend", instrument, 60);

    public RateBudget Cancel(string instrument) => OfInstrument("cancel", instrument, 60);

    /// <summary>300 orders; a batch costs as many as it has.</summary>
    public RateBudget CancelBatch(string instrument) => OfInstrument("cancel batch", instrument, 300);

    public RateBudget Order(string instrument) => OfInstrument("order", instrument, 60);

    /// <summary>10 per address and instrument.</summary>
    public RateBudget FundingRate(string instrument) => OfInstrument("funding rate", instrument, 10);

    /// <summary>The venue takes nothing from this address any more.</summary>
    public void BanFor(TimeSpan duration)
    {
        Interlocked.Exchange(ref _bannedUntilTicks, (_clock.Elapsed + duration).Ticks);
        foreach (RateBudget budget in (IEnumerable<RateBudget>)[.. _perUser, .. _perInstrument.Values])
        {
            budget.BanFor(duration);
        }
    }

    private RateBudget OfInstrument(string name, string instrument, int capacity) => _perInstrument.GetOrAdd((name, instrument), key =>
    {
        RateBudget budget = new($"{key.Name} {key.Instrument}", _clock, capacity, Window);
        budget.BanFor(TimeSpan.FromTicks(Interlocked.Read(ref _bannedUntilTicks)) - _clock.Elapsed);
        return budget;
    });

    private RateBudget Add(string name, int capacity, TimeSpan? window = null)
    {
        RateBudget budget = new(name, _clock, capacity, window ?? Window);
        _perUser.Add(budget);
        return budget;
    }
}
