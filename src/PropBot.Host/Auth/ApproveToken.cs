using System.Security.Cryptography;
using System.Text;

namespace PropBot.Host.Auth;

/// <summary>
/// The second factor of a confirmation, <c>APPROVE_TOKEN</c>: not who somebody is but what only those who may confirm know. Only
/// its hash stays in memory.
/// </summary>
public sealed class ApproveToken
{
    public const string Variable = "APPROVE_TOKEN";

    /// <summary>Details of a refused confirmation, as the API answers them with 401.</summary>
    public const string Missing = "approve_token_missing";
    public const string Invalid = "invalid_token";

    private readonly byte[]? _hash;

    /// <param name="token">Null or empty: confirmations need none.</param>
    public ApproveToken(string? token) => _hash = string.IsNullOrWhiteSpace(token) ? null : HashOf(token.Trim());

    public bool IsRequired => _hash is not null;

    /// <returns>Null when the confirmation may go on, else <see cref="Missing"/> or <see cref="Invalid"/>.</returns>
    public string? Refuses(string? presented)
    {
        if (_hash is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(presented))
        {
            return Missing;
        }

        return CryptographicOperations.FixedTimeEquals(_hash, HashOf(presented.Trim())) ? null : Invalid;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
