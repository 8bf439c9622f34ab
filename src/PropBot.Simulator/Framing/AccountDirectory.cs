using PropBot.Core.Values;

namespace PropBot.Simulator.Framing;

/// <summary>The accounts of one venue by API key; the key is also the account's name in the simulation.</summary>
public sealed class AccountDirectory(VenueId venue, IEnumerable<SimulatedAccountOptions> accounts)
{
    private readonly Dictionary<string, SimulatedAccountOptions> _byKey =
        accounts.Where(account => account.Venue == venue).ToDictionary(account => account.ApiKey);

    private bool _mayTrade = true;

    public IReadOnlyCollection<SimulatedAccountOptions> All => _byKey.Values;

    /// <summary>Whether the keys may do more than read; asked from many threads.</summary>
    public bool MayTrade
    {
        get => Volatile.Read(ref _mayTrade);
        set => Volatile.Write(ref _mayTrade, value);
    }

    public SimulatedAccountOptions? Find(string? apiKey) => apiKey is null ? null : _byKey.GetValueOrDefault(apiKey);
}
