namespace PropBot.Host.Configuration.Options;

/// <summary>What one option is in this run, and who said so.</summary>
/// <param name="Path">The option's name; inside a list with the item's own, such as <c>derivatives.venues.okx_perp.leverage</c>.</param>
/// <param name="Text">As it would be written; a secret is only <see cref="Masked"/> or empty.</param>
/// <param name="Source">The variable or flag; null when file or default said it.</param>
public sealed record EffectiveValue(ConfigOption Option, string Path, string Text, ValueOrigin Origin, string? Source)
{
    public const string Masked = "***";
}

public enum ValueOrigin
{
    Default,
    File,
    Variable,
    Flag,
}
