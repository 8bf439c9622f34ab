using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using PropBot.SystemTests.Crash;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: whatever is asked of the API, an operator's HOLD is taken, never limited or refused, and engaged within a tenth of a second.
/// </summary>
/// <remarks>
/// How the promise is judged on a machine that others use too. Every HOLD is given from RUN, must be answered with 200 and be seen by a
/// fresh read. Those count that came when a thousand requests had just been answered within a second. Of all that count, twenty at the least, nine in
/// ten were in the ledger within the time by the bot's own count, and half were within it on the way from here to a fresh read, client, network and
/// scheduling of this process included. A machine that stands still for a tenth of a second breaks any such promise: it may do so to one in ten, and
/// up to sixty are given for more to come than it spoilt. A bot that lets one HOLD in five wait by its own doing fails.
/// </remarks>
public sealed class HoldUnderLoadTests
{
    /// <summary>Requests a second that must have been answered.</summary>
    private const int Rate = 1_000;

    /// <summary>Somewhat more fall due, so that the rate is reached between hiccups too.</summary>
    private const int Pace = 1_150;

    private const int LeastCounted = 20;
    private const int MostHolds = 60;

    /// <summary>Part of those that count which the bot itself engaged within the time.</summary>
    private const double LeastInTime = 0.9;

    /// <summary>Part of them that this process saw within the time.</summary>
    private const double LeastSeen = 0.5;

    private static readonly TimeSpan Promised = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Hold_AtAThousandRequestsASecond_IsTakenAndEngagedAtOnce()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TemporaryFolder();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--data-dir {folder.Path}", limit.Token, ("OPERATOR_TOKENS", $"{CrashOperators.Tokens},vera:viewer:{ApiLoad.ViewerToken}"));
        await bot.Client.WaitAsync("/api/ui/status", IsRunning, limit.Token);
        var holds = new List<Held>();
        await using (ApiLoad load = ApiLoad.Start(bot.Client.Address, Pace, limit.Token))
        {
            await load.PassAsync(Rate, limit.Token);
            while (holds.Count < MostHolds && !IsKept(holds))
            {
                var watch = Stopwatch.StartNew();
                await load.PassAsync(Rate, limit.Token);
                double rate = Rate / watch.Elapsed.TotalSeconds;
                TimeSpan seen = await HoldAsync(bot.Client, $"hold {holds.Count + 1}", limit.Token);
                holds.Add(new Held(rate, seen, await IsLatestEngagedInTimeAsync(bot.Client, holds, limit.Token)));
                Assert.Null(load.Unexpected);
                await CrashOperators.LeadBackAsync(bot.Client, limit.Token);
                await bot.Client.WaitAsync("/api/ui/status", IsRunning, limit.Token);
            }
        }

        Console.WriteLine(string.Join(", ", holds));
        Assert.True(IsKept(holds), string.Join(Environment.NewLine, holds));
    }

    private static bool IsKept(List<Held> holds)
    {
        List<Held> counted = [.. holds.Where(held => held.Rate >= Rate)];
        return counted.Count >= LeastCounted
            && counted.Count(held => held.IsEngagedInTime) >= LeastInTime * counted.Count
            && counted.Count(held => held.Seen < Promised) >= LeastSeen * counted.Count;
    }

    /// <summary>The bot's own count, which began with the first HOLD of this test: one more than were before, and one more within the time.</summary>
    private static async Task<bool> IsLatestEngagedInTimeAsync(BotClient client, List<Held> before, CancellationToken limit)
    {
        string metrics = await client.TextAsync("/metrics", limit);
        Assert.Equal(before.Count + 1, Number(metrics, "propbot_hold_engage_seconds_count"));
        return Number(metrics, "propbot_hold_engage_seconds_bucket{le=\"0.1\"}") > before.Count(held => held.IsEngagedInTime);
    }

    /// <returns>From the first byte to a fresh read that says so.</returns>
    private static async Task<TimeSpan> HoldAsync(BotClient client, string reason, CancellationToken limit)
    {
        var watch = Stopwatch.StartNew();
        (HttpStatusCode code, string text) = await client.TryAsync("/api/ui/hold", $$"""{"reason":"{{reason}}"}""", limit);
        JsonElement status = await client.GetAsync("/api/ui/status", limit);
        TimeSpan took = watch.Elapsed;
        Assert.True(code == HttpStatusCode.OK, $"{code}: {text}");
        JsonElement control = status.GetProperty("control");
        Assert.True(control.GetProperty("hold_active").GetBoolean());
        Assert.Equal(reason, control.GetProperty("hold_reason").GetString());
        Assert.Contains(status.GetProperty("opening_blocks").EnumerateArray(), block => block.GetProperty("code").GetString() == "hold");
        return took;
    }

    private static bool IsRunning(JsonElement status) => status.GetProperty("control").GetProperty("mode").GetString() == "RUN";

    private static long Number(string metrics, string sample) => long.Parse(
        metrics.Split('\n').Single(line => line.StartsWith(sample + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <param name="Rate">Requests a second that were answered before it.</param>
    /// <param name="Seen">From its first byte to a fresh read that shows it.</param>
    /// <param name="IsEngagedInTime">By the bot's own count.</param>
    private sealed record Held(double Rate, TimeSpan Seen, bool IsEngagedInTime)
    {
        public override string ToString() =>
            FormattableString.Invariant($"{Seen.TotalMilliseconds:F0} ms at {Rate:F0}/s{(IsEngagedInTime ? "" : ", late in the bot")}");
    }
}
