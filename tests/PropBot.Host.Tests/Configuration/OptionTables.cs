using System.Text;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;
using PropBot.Host.Localization;

namespace PropBot.Host.Tests.Configuration;

/// <summary>The tables of options in the documents, made from the descriptions; the words around them are a person's.</summary>
internal static class OptionTables
{
    private const string Begin = "<!-- options: ";
    private const string End = "<!-- /options -->";

    /// <summary>The document with every table as the code has it.</summary>
    public static string Renew(string document, Language language)
    {
        var renewed = new StringBuilder();
        bool skips = false;
        foreach (string line in document.TrimEnd('\n').Split('\n'))
        {
            skips &= line != End;
            if (!skips)
            {
                renewed.Append(line).Append('\n');
            }

            if (line.StartsWith(Begin, StringComparison.Ordinal))
            {
                string name = line[Begin.Length..].Split(' ')[0];
                renewed.Append(Table(ConfigOptions.Groups.Single(g => g.Name == name), language));
                skips = true;
            }
        }

        return renewed.ToString();
    }

    /// <summary>The groups that a document shows.</summary>
    public static IEnumerable<string> GroupsIn(string document) =>
        document.Split('\n').Where(l => l.StartsWith(Begin, StringComparison.Ordinal)).Select(l => l[Begin.Length..].Split(' ')[0]);

    private static string Table(OptionGroup group, Language language)
    {
        bool english = language == Language.English;
        var table = new StringBuilder(english
            ? "| key | variable, flag | default | range | takes effect | |\n| --- | --- | --- | --- | --- | --- |\n"
            : "| ключ | переменная, флаг | по умолчанию | диапазон | вступает в силу | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (ConfigOption option in group.Options)
        {
            string effect = option.WhileRunning ? english ? "while running" : "на ходу" : english ? "next start" : "со следующего запуска";
            string profiles = option.Profiles.Count < ConfigReader.Profiles.Count ? $" ({string.Join(", ", option.Profiles)})" : "";
            table.Append(
                $"| {Code(option.Key)} | {string.Join(", ", option.Variables.Append(option.Flag!).Where(v => v is not null).Select(Code))} | {DefaultOf(option, language)} | {RangeOf(option)} | {effect} | {option.Meaning.In(language)}{profiles}{LimitOf(option, language)} |\n");
        }

        return table.ToString();
    }

    /// <summary>The name under which people change it while the desk runs, and which way takes two of them.</summary>
    private static string LimitOf(ConfigOption option, Language language)
    {
        if (option.Limit?.Rule() is not { } rule)
        {
            return "";
        }

        string code = $"`{rule.Code}`";
        return (rule.Sense, language) switch
        {
            (LimitSense.AtMost, Language.English) => $"; limit {code}: one person lowers, two raise",
            (LimitSense.AtMost, _) => $"; лимит {code}: понижает один, повышают двое",
            (_, Language.English) => $"; limit {code}: one person raises, two lower",
            _ => $"; лимит {code}: повышает один, понижают двое",
        };
    }

    private static string DefaultOf(ConfigOption option, Language language) => option.DefaultWords?.In(language)
        ?? (option.IsNumber && option.Unit.Length > 0 ? $"{option.Default} {option.Unit}" : option.IsNumber || option.Kind == OptionKind.Switch ? option.Default : Code(option.Default));

    private static string RangeOf(ConfigOption option) => option.Kind switch
    {
        OptionKind.Number or OptionKind.Whole => $"{WireNumber.Format(option.Least)} .. {WireNumber.Format(option.Most)}",
        OptionKind.Switch => "on, off",
        OptionKind.Choice => string.Join(", ", option.Words.Select(Code)),
        _ => "",
    };

    private static string Code(string? text) => string.IsNullOrEmpty(text) ? "" : $"`{text}`";
}
