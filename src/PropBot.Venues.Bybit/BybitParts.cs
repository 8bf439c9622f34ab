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
        Orders = new BybitOrders(Rest, options.PositionMode);
        Fills = new BybitFills(Rest, own);
        Queries = new BybitOrderQueries(Rest, Fills, own);
        Accounts = new BybitAccounts(Rest, options.MarginMode);
        Incomes = new BybitIncomes(Rest);
        Tiers = new BybitTiers(Rest);
        Coins = new BybitCoins(Rest);
        Instruments = new BybitInstruments(Rest, options);
        Modes = new BybitModes(Rest, options);
        Setup = new BybitSetup(Rest, Instruments, Modes, options);
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
