using System.Security.Cryptography;
using System.Text;

namespace PropBot.Host.Auth;

/// <summary>A browser that has logged in.</summary>
/// <param name="CsrfToken">What every form of this session carries, so that no other site can post in its name.</param>
/// <param name="OpenedAt">Monotonic time stamp.</param>
internal sealed record Session(OperatorIdentity Who, string CsrfToken, long OpenedAt);

/// <summary>Sessions live in memory only: a restart asks everybody to log in again, a logout ends one for good.</summary>
internal sealed class Sessions(TimeProvider time)
{
    public const string CookieName = "propbot_session";

    /// <summary>A shift.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const int MaxSessions = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _byHash = new(StringComparer.Ordinal);

    /// <returns>The cookie's value; only its hash is kept.</returns>
    public string Open(OperatorIdentity who)
    {
        string cookie = Secret.New();
        var session = new Session(who, Secret.New(), time.GetTimestamp());
        lock (_lock)
        {
            DropOld_NeedsLock();
            _byHash[HashOf(cookie)] = session;
        }

        return cookie;
    }

    public Session? Find(string cookie)
    {
        lock (_lock)
        {
            return _byHash.TryGetValue(HashOf(cookie), out Session? session) && !IsOver(session) ? session : null;
        }
    }

    public void Close(string cookie)
    {
        lock (_lock)
        {
            _byHash.Remove(HashOf(cookie));
        }
    }

    private bool IsOver(Session session) => time.GetElapsedTime(session.OpenedAt) >= Lifetime;

    private void DropOld_NeedsLock()
    {
        foreach (string hash in _byHash.Where(s => IsOver(s.Value)).Select(s => s.Key).ToList())
        {
            _byHash.Remove(hash);
        }

        while (_byHash.Count >= MaxSessions)
        {
            _byHash.Remove(_byHash.MinBy(s => s.Value.OpenedAt).Key);
        }
    }

    private static string HashOf(string cookie) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));
}

/// <summary>Values nobody can guess.</summary>
internal static class Secret
{
    private const int Bytes = 32;
    private const int IdBytes = 16;

    /// <summary>32 lower-case hexadecimal digits that nobody else has.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant();

    /// <summary>Compares in a time that does not depend on where the values differ.</summary>
    public static bool Matches(string? presented, string expected) =>
        presented is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(expected));
}
