using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>
/// The configuration file of a run and what is kept beside the ledger of the others: the one that waits for its second person, those that were
/// replaced, and which one counted last. Every file is written whole or not at all.
/// </summary>
/// <param name="file">The configuration file; null for what is built in, which nothing replaces.</param>
/// <param name="folder">In the data directory.</param>
public sealed class ConfigFiles(string? file, string folder)
{
    /// <summary>Older ones are forgotten.</summary>
    public const int KeptReplaced = 20;

    private const string ReplacedPrefix = "replaced-";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string Staged => Path.Combine(folder, "staged.json");

    private string Counting => Path.Combine(folder, "counting.json");

    public bool HasFile => file is not null;

    public static string HashOf(string yaml) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));

    /// <summary>What waits; null for nothing.</summary>
    public StagedText? ReadStaged() => Read<StagedText>(Staged);

    public void Stage(StagedText text) => Write(Staged, text);

    public void Unstage() => File.Delete(Staged);

    /// <summary>What counted last in this data directory; null in a new one.</summary>
    public CountingConfig? LastCounting() => Read<CountingConfig>(Counting);

    public void KeepCounting(CountingConfig counting) => Write(Counting, counting);

    /// <summary>Puts another text in the file's place; the present one is kept under a token that only the answer has.</summary>
    /// <returns>The token that brings it back.</returns>
    public string Replace(string yaml, DateTimeOffset at)
    {
        string token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Directory.CreateDirectory(folder);
        PrivateFile.Write(NameOf(token), File.ReadAllText(file!));
        File.SetLastWriteTimeUtc(NameOf(token), at.UtcDateTime);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file!);
        PrivateFile.Write(file!, yaml);
        if (mode is { } kept && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file!, kept);
        }

        foreach (FileInfo old in new DirectoryInfo(folder).GetFiles($"{ReplacedPrefix}*").OrderByDescending(f => f.LastWriteTimeUtc).Skip(KeptReplaced))
        {
            old.Delete();
        }

        return token;
    }

    /// <summary>Takes a replacement back that did not come to anything.</summary>
    public void Restore(string token)
    {
        PrivateFile.Write(file!, File.ReadAllText(NameOf(token)));
        File.Delete(NameOf(token));
    }

    /// <summary>The text that a token brings back; null when it is none.</summary>
    public string? Replaced(string token) => File.Exists(NameOf(token)) ? File.ReadAllText(NameOf(token)) : null;

    private string NameOf(string token) => Path.Combine(folder, $"{ReplacedPrefix}{HashOf(token)[..32]}.yaml");

    private static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write<T>(string path, T content)
    {
        Directory.CreateDirectory(folder);
        PrivateFile.Write(path, JsonSerializer.Serialize(content, Json));
    }
}

/// <summary>A configuration that waits for its second person.</summary>
/// <param name="Hash">SHA-256 of the text: what is applied is what was confirmed.</param>
public sealed record StagedText(string Yaml, string Hash, string By, string Reason, DateTimeOffset At);

/// <summary>What counts in a data directory.</summary>
/// <param name="Values">By path.</param>
public sealed record CountingConfig(long Number, string Hash, IReadOnlyDictionary<string, string> Values)
{
    public static CountingConfig Of(long number, RunningConfiguration running) => new(
        number, running.Hash, running.Values.Where(v => v.Option.Kind != OptionKind.Secret).ToDictionary(v => v.Path, v => v.Text, StringComparer.Ordinal));

    /// <summary>What a run with this configuration has otherwise; empty when nothing.</summary>
    public string DifferenceTo(RunningConfiguration running)
    {
        IReadOnlyDictionary<string, string> then = Of(Number, running).Values;
        return string.Join("; ", Values.Keys.Union(then.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(p => Values.GetValueOrDefault(p, "") != then.GetValueOrDefault(p, ""))
            .Select(p => $"{p}: {Values.GetValueOrDefault(p, "none")} -> {then.GetValueOrDefault(p, "none")}"));
    }
}
