using System.Globalization;
using PropBot.Core.Values;
using PropBot.Replay.Recordings.Sources;

namespace PropBot.Replay.Recordings.Series;

/// <summary>
/// What a file's name tells of its content: <c>okx_BTC-USDT-SWAP_1m.csv</c>, <c>binance_spot_BTCUSDT_1m.csv</c>,
/// <c>bybit_BTC_mark_1h.csv</c>. The venue may also stand in a folder's name within the recording.
/// </summary>
internal sealed class SeriesName
{
    // What else stands in names; none of them is a coin.
    private static readonly string[] Fillers =
        ["linear", "perp", "perpetual", "swap", "um", "usdm", "futures", "candles", "klines", "ohlcv", "minute", "second", "hour", "daily", "fut"];

    private readonly List<string> _words;
    private readonly IReadOnlyList<string> _folders;

    private SeriesName(IReadOnlyList<string> parts)
    {
        string stem = Path.GetFileNameWithoutExtension(parts[^1]);
        _words = [.. stem.ToLowerInvariant().Split('_', ' ').SelectMany(Words).Where(word => word.Length > 0)];
        _folders = [.. parts.SkipLast(1).Select(folder => folder.ToLowerInvariant())];
    }

    public static SeriesName Of(SourceFile file) => new(file.Parts);

    public bool Says(string word) => _words.Contains(word);

    public bool IsIn(string folder) => _folders.Contains(folder);

    /// <summary>The day in the name, <c>20221213</c>.</summary>
    public DateOnly? Day()
    {
        foreach (string word in _words)
        {
            if (DateOnly.TryParseExact(word, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>What the file is of; null when its name does not tell both venue and symbol.</summary>
    public RecordedMarket? Market()
    {
        string? venue = _words.Find(IsVenue) ?? _folders.LastOrDefault(IsVenue);
        string[] coins = [.. _words.Where(word => word != venue && IsCoin(word))];
        if (venue is null && coins.Length > 1)
        {
            venue = coins[0];
            coins = coins[1..];
        }

        string? coin = coins.FirstOrDefault() ?? (_folders.Count > 0 && IsCoin(_folders[^1]) ? _folders[^1] : null);
        if (venue is null || coin is null || !MarketNames.TryParse(coin, out Symbol symbol, out ContractKind kind))
        {
            return null;
        }

        if (Says("spot") || IsIn("spot"))
        {
            kind = ContractKind.Spot;
        }
        else if (Says("inverse") || Says("coinm") || Says("cm"))
        {
            kind = ContractKind.Inverse;
        }

        return new RecordedMarket(venue, symbol, kind);
    }

    /// <summary>A hyphen stands within symbols and venues (<c>btc-usdt-swap</c>, <c>okx-perp</c>) and between words.</summary>
    private static string[] Words(string word) =>
        IsVenue(word) || MarketNames.TryParse(word, out _, out _) ? [word] : word.Split('-');

    private static bool IsVenue(string word) => MarketNames.VenueOf(word) is not null;

    private static bool IsCoin(string word) =>
        !Fillers.Contains(word) && !IsKind(word) && !IsIntervalOrDate(word) && MarketNames.TryParse(word, out _, out _);

    private static bool IsKind(string word) => word is "spot" or "mark" or "index" or "funding" or "quote" or "trade" or "inverse" or "coinm" or "cm";

    /// <summary><c>5m</c>, <c>1h</c>, <c>2025-10</c>.</summary>
    private static bool IsIntervalOrDate(string word) =>
        char.IsAsciiDigit(word[0])
        && (word.All(c => char.IsAsciiDigit(c) || c == '-') || word.TrimStart("0123456789".ToCharArray()) is "s" or "m" or "min" or "h" or "d" or "w");
}
