using PropBot.Core.Values;

namespace PropBot.Simulator.Framing;

/// <summary>The accounts of one venue by API key; the key is also the account's name in the simulation.</summary>
public sealed class AccountDirectory(VenueId venue, IEnumerable<SimulatedAccountOptions> accounts)
{
    private readonly Dictionary<string, SimulatedAccountOptions> _byKey =
        accounts.Where(account => account.Venue == venue).ToDictionary(account => account.ApiKey);

    private bool _mayTrade = true;
    private bool _countsOtherCoins;

    public IReadOnlyCollection<SimulatedAccountOptions> All => _byKey.Values;

    /// <summary>Whether the keys may do more than read; asked from many threads.</summary>
    public bool MayTrade
    {
        get => Volatile.Read(ref _mayTrade);
        set => Volatile.Write(ref _mayTrade, value);
    }

    /// <summary>
    /// Whether other coins are margin too: multi-assets mode at Binance, multi-currency margin at OKX, portfolio margin at Bybit. Clients cannot switch
    /// it off, and the figures here stay what they are: the wallets have no other coin. Asked from many threads.
    /// </summary>
    public bool CountsOtherCoins
    {
        get => Volatile.Read(ref _countsOtherCoins);
        set => Volatile.Write(ref _countsOtherCoins, value);
    }

    public SimulatedAccountOptions? Find(string? apiKey) => apiKey is null ? null : _byKey.GetValueOrDefault(apiKey);
}
