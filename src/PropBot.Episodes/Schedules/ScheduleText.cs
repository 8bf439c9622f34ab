using System.Globalization;
using PropBot.Core.Values;

namespace PropBot.Episodes.Schedules;

/// <summary>A schedule as a file: a line for the seed, a line for each item, <c>#</c> before what is said to people.</summary>
public static class ScheduleText
{
    private const string Seed = "seed";

    public static string Write(EpisodeSchedule schedule, params IReadOnlyList<string> remarks) => string.Concat(
    [
        .. remarks.SelectMany(remark => remark.Split('\n')).Select(line => $"# {line}\n"),
        string.Create(CultureInfo.InvariantCulture, $"{Seed} {schedule.Seed}\n"),
        .. schedule.Items.Select(item => Line(item) + "\n"),
    ]);

    /// <exception cref="FormatException">A line that cannot be read; says which and why.</exception>
    public static EpisodeSchedule Read(string text)
    {
        ulong? seed = null;
        var items = new List<ScheduleItem>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
            {
                continue;
            }

            try
            {
                if (words[0] == Seed)
                {
                    seed = ulong.Parse(words.Length == 2 ? words[1] : "", NumberStyles.None, CultureInfo.InvariantCulture);
                }
                else
                {
                    items.Add(words.Skip(1).Aggregate(new ScheduleItem(words[0]), With));
                }
            }
            catch (Exception unreadable) when (unreadable is FormatException or OverflowException or ArgumentException)
            {
                throw new FormatException($"line {i + 1} '{lines[i].Trim()}': {unreadable.Message}", unreadable);
            }
        }

        return new EpisodeSchedule(seed ?? throw new FormatException("the schedule has no line 'seed NUMBER'"), items);
    }

    public static string Line(ScheduleItem item) => string.Join(' ', Words(item));

    private static IEnumerable<string> Words(ScheduleItem item)
    {
        yield return item.Kind;
        if (item.At != TimeSpan.Zero)
        {
            yield return $"at={Seconds(item.At)}";
        }

        if (item.For != TimeSpan.Zero)
        {
            yield return $"for={Seconds(item.For)}";
        }

        if (item.Venue is { } venue)
        {
            yield return $"venue={venue}";
        }

        if (item.Symbol is { } symbol)
        {
            yield return $"symbol={symbol}";
        }

        if (item.Channel is { } channel)
        {
            yield return $"channel={channel}";
        }

        if (item.Number != 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"number={item.Number}");
        }

        if (item.Amount != 0m)
        {
            yield return $"amount={WireNumber.Format(item.Amount)}";
        }

        if (item.Word is { } word)
        {
            yield return $"word={word}";
        }
    }

    private static ScheduleItem With(ScheduleItem item, string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals];
        string value = equals < 0 ? "" : word[(equals + 1)..];
        return name switch
        {
            "at" => item with { At = Time(value) },
            "for" => item with { For = Time(value) },
            "venue" => item with { Venue = new VenueId(value) },
            "symbol" => item with { Symbol = Symbol.Parse(value) },
            "channel" => item with { Channel = Enum.Parse<MessageChannel>(value) },
            "number" => item with { Number = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) },
            "amount" => item with { Amount = decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) },
            "word" => item with { Word = value },
            _ => throw new FormatException($"'{name}' is not known; known are at, for, venue, symbol, channel, number, amount, word"),
        };
    }

    /// <summary>To the last tick, so that what is written is what was run.</summary>
    private static string Seconds(TimeSpan time) => WireNumber.Format(time.Ticks / (decimal)TimeSpan.TicksPerSecond);

    private static TimeSpan Time(string value) =>
        TimeSpan.FromTicks((long)(decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
}
