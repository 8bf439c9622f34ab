using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>A limit and what it shall be.</summary>
/// <param name="Subject">Of which symbol, coin or venue; null: of all that have none of their own.</param>
public readonly record struct LimitChange(LimitName Limit, decimal Value, string? Subject = null)
{
    public string Name => NameOf(Limit, Subject);

    /// <summary>The limit and whose it is, for people: <c>max_leverage of okx-perp</c>.</summary>
    public static string NameOf(LimitName limit, string? subject) => subject is null ? limit.Code() : $"{limit.Code()} of {subject}";

    public override string ToString() => $"{Name} {WireNumber.Format(Value)}";
}

/// <summary>A version of the configuration that was made ready to be applied.</summary>
/// <param name="Version">The number or name under which it is kept.</param>
/// <param name="Hash">SHA-256 of its text, hexadecimal: what is applied is what was confirmed.</param>
public readonly record struct ConfigVersion(string Version, string Hash);
