using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PropBot.Host.Api;

/// <summary>Reads query parameters and collects what is wrong with them. An unknown value is refused, never guessed at.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The first thing that was wrong: name, value and what is allowed; null when all is well.</summary>
    public string? Error { get; private set; }

    public string OneOf(string name, string fallback, params IReadOnlyList<string> allowed)
    {
        if (Text(name) is not { } value)
        {
            return fallback;
        }

        if (allowed.Contains(value))
        {
            return value;
        }

        Fail($"{name}={value}: known are {string.Join(", ", allowed)}");
        return fallback;
    }

    public int Integer(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } value)
        {
            return fallback;
        }

        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max)
        {
            return number;
        }

        Fail($"{name}={value}: a whole number from {min} to {max} is expected");
        return fallback;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        if (WireTime.TryParse(value, out DateTimeOffset at))
        {
            return at;
        }

        Fail($"{name}={value}: a time such as 2026-11-22T10:00:00Z is expected");
        return null;
    }

    public void Fail(string error) => Error ??= error;

    private string? Text(string name) => query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;
}
