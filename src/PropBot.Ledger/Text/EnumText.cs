using System.Text.Json;

namespace PropBot.Ledger.Text;

/// <summary>The names of an enumeration as they are stored: <c>PartiallyFilled</c> is <c>partially_filled</c>.</summary>
public static class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>()
        .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(
        pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => Names[value];

    /// <exception cref="FormatException">No member has that name.</exception>
    public static T Parse(string name) =>
        Values.TryGetValue(name, out T value)
            ? value
            : throw new FormatException($"'{name}' is none of {string.Join(", ", Names.Values)} ({typeof(T).Name})");
}
