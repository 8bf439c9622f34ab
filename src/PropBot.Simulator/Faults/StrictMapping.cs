using System.Globalization;
using PropBot.Core.Values;
using YamlDotNet.RepresentationModel;

namespace PropBot.Simulator.Faults;

/// <summary>A mapping read key by key; what is wrong is collected, and keys that nobody asked for are wrong too.</summary>
internal sealed class StrictMapping(YamlMappingNode node, string path, List<string> problems)
{
    private readonly List<string> _known = [];

    public IEnumerable<StrictMapping> Items(string key)
    {
        switch (Child(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
                yield break;
            case YamlSequenceNode list:
                for (int i = 0; i < list.Children.Count; i++)
                {
                    string where = $"{key}.{i}";
                    if (list.Children[i] is YamlMappingNode mapping)
                    {
                        yield return new StrictMapping(mapping, where, problems);
                    }
                    else
                    {
                        problems.Add($"{where} (line {list.Children[i].Start.Line}): must be a mapping");
                    }
                }

                break;
            default:
                Problem(key, "must be a list");
                break;
        }
    }

    public string? Text(string key)
    {
        switch (Child(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Problem(key, "must be a text or a number");
                return null;
        }
    }

    public decimal? Number(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && Math.Abs(number) <= 1_000_000_000_000m)
        {
            return number;
        }

        Problem(key, $"'{text}' is not a number up to 1000000000000");
        return null;
    }

    public int? Integer(string key)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if (number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue)
        {
            return (int)number;
        }

        Problem(key, $"{WireNumber.Format(number)} is not a whole number up to {int.MaxValue}");
        return null;
    }

    public ulong Whole(string key, ulong fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            return number;
        }

        Problem(key, $"'{text}' is not a whole number");
        return fallback;
    }

    public TimeSpan? Time(string key, TimeSpan unit)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if (Math.Abs(number) * unit.Ticks <= TimeSpan.MaxValue.Ticks)
        {
            return TimeSpan.FromTicks((long)(number * unit.Ticks));
        }

        Problem(key, $"{WireNumber.Format(number)} is too long a time");
        return null;
    }

    public DateTimeOffset? Instant(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant))
        {
            return instant;
        }

        Problem(key, $"'{text}' is not an instant such as 2026-01-05T12:00:00Z");
        return null;
    }

    public void Problem(string key, string message) =>
        problems.Add($"{(path.Length == 0 ? key : key.Length == 0 ? path : $"{path}.{key}")} (line {(Child(key) ?? node).Start.Line}): {message}");

    /// <summary>To be called last.</summary>
    public void RefuseUnknown()
    {
        foreach (YamlNode key in node.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!_known.Contains(name))
            {
                string known = string.Join(", ", _known);
                problems.Add($"{(path.Length == 0 ? name : $"{path}.{name}")} (line {key.Start.Line}): unknown key; known here: {known}");
            }
        }
    }

    private YamlNode? Child(string key)
    {
        if (key.Length > 0 && !_known.Contains(key))
        {
            _known.Add(key);
        }

        return node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;
    }
}
