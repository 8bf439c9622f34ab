namespace PropBot.Venues.Okx.Rest;

/// <summary>What can be asked of and told to the venue over REST, put together once.</summary>
internal sealed class OkxApi
{
    public OkxApi(OkxRest rest, VenueOptions options)
    {
        History = new OkxHistory(rest);
        Orders = new OkxOrders(rest, History);
        CancelAll = new OkxCancelAll(rest, History);
        Income = new OkxIncome(rest);
        Accounts = new OkxAccounts(rest);
        Coins = new OkxCoins(rest);
        Listings = new OkxListings(rest, options.Symbols);
        Modes = new OkxAccountModes(rest, Accounts, options);
        Setup = new OkxSetup(rest, Listings, options);
    }

    public OkxHistory History { get; }

    public OkxOrders Orders { get; }

    public OkxCancelAll CancelAll { get; }

    public OkxIncome Income { get; }

    public OkxAccounts Accounts { get; }

    public OkxCoins Coins { get; }

    public OkxListings Listings { get; }

    public OkxAccountModes Modes { get; }

    public OkxSetup Setup { get; }
}
