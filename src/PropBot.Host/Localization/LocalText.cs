namespace PropBot.Host.Localization;

/// <summary>The same words in both languages of the desk.</summary>
public sealed record LocalText(string English, string Russian);
