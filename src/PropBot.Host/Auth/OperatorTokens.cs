using System.Security.Cryptography;
using System.Text;

namespace PropBot.Host.Auth;

/// <summary>
/// Who may log in. Only hashes stay in memory, and a presented token is compared with all of them in constant time.
/// </summary>
public sealed class OperatorTokens
{
    public const string ApiOperatorName = "api";

    /// <summary>Shorter tokens can be guessed.</summary>
    public const int MinTokenLength = 8;

    /// <summary>What a name may have beside letters and digits. No blanks and no combining or invisible characters: a second person is told by the name.</summary>
    private const string NameMarks = "._-@+";

    private readonly List<(OperatorIdentity Identity, byte[] Hash)> _known = [];

    /// <exception cref="FormatException">A name or token is empty, too short or used twice.</exception>
    public OperatorTokens(IEnumerable<OperatorToken> tokens)
    {
        foreach (OperatorToken token in tokens)
        {
            Add(token);
        }
    }

    public int Count => _known.Count;

    /// <summary>How many have at least this role.</summary>
    public int CountOf(OperatorRole least) => _known.Count(k => k.Identity.Role >= least);

    /// <summary>Reads <c>API_TOKEN</c> (an operator named <c>api</c>) and <c>OPERATOR_TOKENS</c> (<c>name:role:token</c>, comma separated).</summary>
    /// <exception cref="FormatException">An entry cannot be read; the message names it without its token.</exception>
    public static OperatorTokens Parse(string? apiToken, string? operatorTokens)
    {
        var tokens = new List<OperatorToken>();
        if (!string.IsNullOrWhiteSpace(apiToken))
        {
            tokens.Add(new OperatorToken(ApiOperatorName, OperatorRole.Operator, apiToken.Trim()));
        }

        foreach (string entry in (operatorTokens ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            tokens.Add(ParseEntry(entry));
        }

        return new OperatorTokens(tokens);
    }

    /// <returns>Null when nobody has this token.</returns>
    public OperatorIdentity? Find(string presented)
    {
        byte[] hash = HashOf(presented);
        OperatorIdentity? found = null;
        foreach ((OperatorIdentity identity, byte[] known) in _known)
        {
            // Every entry is compared, so that the time tells nothing of which one matched.
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = identity;
            }
        }

        return found;
    }

    private void Add(OperatorToken token)
    {
        if (string.IsNullOrWhiteSpace(token.Name))
        {
            throw new FormatException("an operator needs a name: name:role:token");
        }

        if (token.Name.Any(c => !char.IsLetterOrDigit(c) && !NameMarks.Contains(c)))
        {
            throw new FormatException($"operator '{token.Name}' has something else in the name than letters, digits and {string.Join(' ', NameMarks.AsEnumerable())}: two names must not look like one");
        }

        if (token.Token.Length < MinTokenLength)
        {
            throw new FormatException(
                $"the token of operator '{token.Name}' has {token.Token.Length} characters, the least is {MinTokenLength}: use a longer one");
        }

        if (_known.Any(k => LookOf(k.Identity.Name) == LookOf(token.Name)))
        {
            throw new FormatException($"operator '{token.Name}' is named twice, or looks like another one: give every operator a name of their own");
        }

        byte[] hash = HashOf(token.Token);
        if (_known.Any(k => CryptographicOperations.FixedTimeEquals(k.Hash, hash)))
        {
            throw new FormatException($"operator '{token.Name}' has the same token as another one: give every operator a token of their own");
        }

        _known.Add((new OperatorIdentity(token.Name, token.Role), hash));
    }

    /// <summary>A name as it looks: in capital letters, those that two alphabets draw alike as one.</summary>
    private static string LookOf(string name) => string.Create(name.Length, name.ToUpperInvariant(), static (look, upper) =>
    {
        const string Cyrillic = "АВЕКМНОРСТУХІЈЅ";
        const string Latin = "ABEKMHOPCTYXIJS";
        for (int i = 0; i < look.Length; i++)
        {
            int alike = Cyrillic.IndexOf(upper[i], StringComparison.Ordinal);
            look[i] = alike < 0 ? upper[i] : Latin[alike];
        }
    });

    private static OperatorToken ParseEntry(string entry)
    {
        string[] parts = entry.Split(':', 3, StringSplitOptions.TrimEntries);
        if (parts.Length != 3)
        {
            throw new FormatException("an entry of OPERATOR_TOKENS is not name:role:token");
        }

        return Enum.TryParse(parts[1], ignoreCase: true, out OperatorRole role) && Enum.IsDefined(role) && !char.IsAsciiDigit(parts[1][0])
            ? new OperatorToken(parts[0], role, parts[2])
            : throw new FormatException($"operator '{parts[0]}' has the role '{parts[1]}', known are viewer, auditor, operator");
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>An authenticated person or program.</summary>
public sealed record OperatorIdentity(string Name, OperatorRole Role);
