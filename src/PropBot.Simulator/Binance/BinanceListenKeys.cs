using System.Security.Cryptography;
using System.Text;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Keys of the user data stream: one per account, good for 60 minutes of real time from the last sign of life. Used on the loop
/// only. A restarted simulator knows none, as clients must expect of a venue.
/// </summary>
internal sealed class BinanceListenKeys(SimulationClock clock)
{
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(60);

    private readonly Dictionary<string, Entry> _byAccount = [];
    private readonly Dictionary<string, string> _accountByKey = [];
    private int _made;

    /// <summary>The account whose key this is; null when it is none or no longer one.</summary>
    public string? AccountOf(string listenKey) => _accountByKey.GetValueOrDefault(listenKey);

    public string? KeyOf(string account) => _byAccount.GetValueOrDefault(account)?.Key;

    /// <summary>The account's key, prolonged; a new one when it has none.</summary>
    public string Start(SimulatedAccountOptions account)
    {
        if (!_byAccount.TryGetValue(account.ApiKey, out Entry? entry))
        {
            string seed = $"{++_made} {clock.GetUtcNow().UtcTicks}";
            byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.ApiSecret), Encoding.UTF8.GetBytes(seed));
            entry = new Entry(Convert.ToHexStringLower(key));
            _byAccount.Add(account.ApiKey, entry);
            _accountByKey.Add(entry.Key, account.ApiKey);
        }

        entry.KeptAliveAt = clock.GetTimestamp();
        return entry.Key;
    }

    /// <returns>The key; null when the account has none.</returns>
    public string? KeepAlive(string account)
    {
        if (!_byAccount.TryGetValue(account, out Entry? entry))
        {
            return null;
        }

        entry.KeptAliveAt = clock.GetTimestamp();
        return entry.Key;
    }

    /// <returns>The key that ended; null when the account had none.</returns>
    public string? End(string account)
    {
        if (!_byAccount.Remove(account, out Entry? entry))
        {
            return null;
        }

        _accountByKey.Remove(entry.Key);
        return entry.Key;
    }

    /// <summary>Accounts that have a key.</summary>
    public IReadOnlyList<string> Accounts => [.. _byAccount.Keys];

    /// <summary>Accounts whose keys have run out.</summary>
    public IReadOnlyList<string> Expired() =>
        [.. _byAccount.Where(pair => clock.GetElapsedTime(pair.Value.KeptAliveAt) > Validity).Select(pair => pair.Key)];

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public long KeptAliveAt { get; set; }
    }
}
