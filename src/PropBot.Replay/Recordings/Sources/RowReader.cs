using System.Globalization;
using PropBot.Core.Values;

namespace PropBot.Replay.Recordings.Sources;

/// <summary>Cells of a line as values. The first that cannot be read is kept in <see cref="Wrong"/>; values are zero from then on.</summary>
internal struct RowReader(IReadOnlyList<string> cells)
{
    /// <summary>What is wrong with the line; null so far.</summary>
    public string? Wrong { get; private set; }

    public DateTimeOffset Time(int column)
    {
        if (!TimeText.TryParse(cells[column], out DateTimeOffset time))
        {
            Wrong ??= $"'{cells[column]}' is not a time";
        }

        return time;
    }

    public TimeSpan MillisecondsOfDay(int column)
    {
        bool isNumber = int.TryParse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds);
        var time = TimeSpan.FromMilliseconds(milliseconds);
        if (!isNumber || time >= TimeSpan.FromDays(1))
        {
            Wrong ??= $"'{cells[column]}' is not a number of milliseconds within a day";
        }

        return time;
    }

    public decimal Number(int column, string name)
    {
        if (!WireNumber.TryParse(cells[column], out decimal value))
        {
            Wrong ??= $"{name} '{cells[column]}' is not a number";
        }

        return value;
    }

    public decimal Price(int column, string name)
    {
        decimal price = Number(column, name);
        if (price <= 0m)
        {
            Wrong ??= $"{name} {cells[column]} is not above zero";
        }

        return price;
    }

    /// <summary>Open, high, low, close and volume that can be true together.</summary>
    /// <param name="volume">Column of the volume; below zero when there is none.</param>
    public (decimal Open, decimal High, decimal Low, decimal Close, decimal Volume) Bar(int open, int high, int low, int close, int volume)
    {
        var bar = (
            Open: Price(open, "open"),
            High: Price(high, "high"),
            Low: Price(low, "low"),
            Close: Price(close, "close"),
            Volume: volume < 0 ? 0m : Number(volume, "volume"));
        if (bar.High < bar.Low)
        {
            Wrong ??= $"high {cells[high]} is below low {cells[low]}";
        }
        else if (Math.Max(bar.Open, bar.Close) > bar.High || Math.Min(bar.Open, bar.Close) < bar.Low)
        {
            Wrong ??= $"open {cells[open]} or close {cells[close]} is outside of low {cells[low]} and high {cells[high]}";
        }
        else if (bar.Volume < 0m)
        {
            Wrong ??= $"volume {cells[volume]} is negative";
        }

        return bar;
    }
}
