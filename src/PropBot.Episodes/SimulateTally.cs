using System.Globalization;

namespace PropBot.Episodes;

/// <summary>Adds up what many episodes came to.</summary>
internal sealed class SimulateTally
{
    private readonly SortedDictionary<string, (int Episodes, long Times)> _struck = new(StringComparer.Ordinal);

    public int Episodes { get; private set; }

    public int Violations { get; private set; }

    private long _events;
    private long _pairs;
    private long _orders;
    private long _restarts;
    private TimeSpan _longestSettling;

    public void Add(EpisodeResult result)
    {
        Episodes++;
        Violations += result.Violation is null ? 0 : 1;
        _events += result.Events;
        _pairs += result.Pairs;
        _orders += result.Orders;
        _restarts += result.Restarts;
        _longestSettling = result.SettledAfter > _longestSettling ? result.SettledAfter.Value : _longestSettling;
        foreach ((string kind, int times) in result.Struck)
        {
            (int episodes, long before) = _struck.GetValueOrDefault(kind);
            _struck[kind] = (episodes + 1, before + times);
        }
    }

    public async Task TellAsync(TextWriter output, TimeSpan processorTime)
    {
        await output.WriteLineAsync(Text($"{"kind",-18}{"episodes",10}{"times",10}"));
        foreach ((string kind, (int episodes, long times)) in _struck)
        {
            await output.WriteLineAsync(Text($"{kind,-18}{episodes,10}{times,10}"));
        }

        await output.WriteLineAsync(Text(
            $"{Episodes} episodes: {_events} events, {_pairs} pairs, {_orders} orders, {_restarts} restarts; settled at the latest {_longestSettling.TotalSeconds:0.#} s (virtual) after the last fault, of {Episode.SettlesWithin.TotalSeconds:0} s allowed"));
        await output.WriteLineAsync(Text($"CPU seconds of the process, compiling and warming up included: {Environment.CpuUsage.TotalTime.TotalSeconds:0.0}"));
        double perSecond = processorTime > TimeSpan.Zero ? Episodes / processorTime.TotalSeconds : 0;
        await output.WriteLineAsync(Text($"episodes per CPU-second: {perSecond:0.#}"));
        await output.WriteLineAsync(Text($"violations: {Violations}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
