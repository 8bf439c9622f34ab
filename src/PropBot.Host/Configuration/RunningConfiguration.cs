using System.Security.Cryptography;
using System.Text;
using PropBot.Core.Values;
using PropBot.Host.Configuration.Options;
using PropBot.Host.Surface;

namespace PropBot.Host.Configuration;

/// <summary>The configuration that counts now: every value with who said it, and a short name of the whole.</summary>
/// <param name="Path">The file that it was read from; null for what is built in.</param>
/// <param name="Warnings">What was set and has no effect.</param>
public sealed record RunningConfiguration(string Profile, string? Path, IReadOnlyList<EffectiveValue> Values, IReadOnlyList<ConfigFault> Warnings)
{
    /// <summary>The program's release and, where the build knew it, its commit.</summary>
    public static string Build => PropBotVersion.Text;

    /// <summary>The same values have the same name, whoever said them; secrets are not in it.</summary>
    public string Hash { get; } = HashOf(Values);

    public static RunningConfiguration Of(RunSettings settings) => new(settings.Config.Profile, settings.ConfigPath, settings.Values, settings.Warnings);

    /// <summary>As it would be written; null for an option that this profile has not.</summary>
    public string? TextOf(string path) => Values.FirstOrDefault(v => v.Path == path)?.Text;

    /// <summary>Null for an option that this profile has not, or that is no number.</summary>
    public decimal? NumberOf(string path) => TextOf(path) is { } text && WireNumber.TryParse(text, out decimal number) ? number : null;

    private static string HashOf(IReadOnlyList<EffectiveValue> values)
    {
        const int Digits = 12;
        IEnumerable<string> lines = values.Where(v => v.Option.Kind != OptionKind.Secret).OrderBy(v => v.Path, StringComparer.Ordinal).Select(v => $"{v.Path}={v.Text}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))))[..Digits];
    }
}
