namespace PropBot.Host.Localization;

/// <summary>The words of a code that refuses openings.</summary>
/// <param name="Meaning">What is so.</param>
/// <param name="Action">What a person does about it.</param>
internal sealed record Denial(LocalText Meaning, LocalText Action);
