namespace PropBot.Host.Localization;

public enum Language
{
    English = 1,
    Russian = 2,
}

internal static class Languages
{
    public const string English = "en";
    public const string Russian = "ru";

    /// <summary>The two-letter code, as in <c>?lang=ru</c> and the page's <c>lang</c>.</summary>
    public static string Code(this Language language) => language == Language.Russian ? Russian : English;

    public static Language? Parse(string? code) => code switch
    {
        Russian => Language.Russian,
        English => Language.English,
        _ => null,
    };
}
