using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Stream;

namespace PropBot.Venues.Bybit;

/// <summary>What the adapter asks and commands through, and what it knows of the instruments.</summary>
internal sealed class BybitParts : IDisposable
{
    public BybitParts(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        OwnOrderIds own = new(options.OwnOrderPrefix);
        Rest = new BybitRest(options, clock, counters);
        Orders = new BybitOrders(Rest);
        Fills = new BybitFills(Rest, own);
        Queries = new BybitOrderQueries(Rest, Fills, own);
        Modes = new BybitModes(Rest, options);
        Accounts = new BybitAccounts(Rest, Modes);
        Incomes = new BybitIncomes(Rest);
        Tiers = new BybitTiers(Rest);
        Coins = new BybitCoins(Rest);
        Instruments = new BybitInstruments(Rest, options);
        Setup = new BybitSetup(Rest, Instruments, options);
    }

    public BybitListing Listing { get; } = new();

    /// <summary>Outlives a session: whoever runs the adapter again has missed nothing.</summary>
    public BybitNews News { get; } = new();

    public BybitRest Rest { get; }

    public BybitOrders Orders { get; }

    public BybitFills Fills { get; }

    public BybitOrderQueries Queries { get; }

    public BybitAccounts Accounts { get; }

    public BybitIncomes Incomes { get; }

    public BybitTiers Tiers { get; }

    public BybitCoins Coins { get; }

    public BybitInstruments Instruments { get; }

    public BybitModes Modes { get; }

    public BybitSetup Setup { get; }

    public void Dispose()
    {
        Rest.Dispose();
        News.Dispose();
    }
}
