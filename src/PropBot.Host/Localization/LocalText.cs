using System.Globalization;

namespace PropBot.Host.Localization;

/// <summary>The same words in both languages of the desk.</summary>
public sealed record LocalText(string English, string Russian)
{
    public string In(Language language) => language == Language.Russian ? Russian : English;

    /// <summary>The words with their places {0}, {1}, ... filled in both languages.</summary>
    public LocalText With(params object[] values) => new(
        string.Format(CultureInfo.InvariantCulture, English, values),
        string.Format(CultureInfo.InvariantCulture, Russian, values));
}
