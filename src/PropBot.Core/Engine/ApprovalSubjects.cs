using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>A limit and what it shall be.</summary>
public readonly record struct LimitChange(LimitName Limit, decimal Value);

/// <summary>A version of the configuration that was made ready to be applied.</summary>
/// <param name="Version">The number or name under which it is kept.</param>
/// <param name="Hash">SHA-256 of its text, hexadecimal: what is applied is what was confirmed.</param>
public readonly record struct ConfigVersion(string Version, string Hash);
