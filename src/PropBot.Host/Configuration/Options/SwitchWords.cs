namespace PropBot.Host.Configuration.Options;

/// <summary>The words for on and off, in any case, the same in file and environment.</summary>
internal static class SwitchWords
{
    public static IReadOnlyDictionary<string, bool> All { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase)
    {
        ["1"] = true,
        ["true"] = true,
        ["yes"] = true,
        ["on"] = true,
        ["0"] = false,
        ["false"] = false,
        ["no"] = false,
        ["off"] = false,
    };
}
