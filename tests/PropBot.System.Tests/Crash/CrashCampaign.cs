using System.Diagnostics;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Ledger.Sqlite;
using Xunit.Sdk;

namespace PropBot.SystemTests.Crash;

/// <summary>
/// Kills a bot that trades on simulated venues again and again, each time at another instant, and holds after each kill what is on its
/// disk against the venues' own books; from time to time, and at the end, it lets the bot come to rest and asks for every fill.
/// </summary>
/// <param name="isEveryKindAsked">It goes on for some kills while a kind that was passed has not been struck.</param>
internal sealed class CrashCampaign(int seed, int kills, int settleEvery, bool isEveryKindAsked, string folder, Action<string> say) : IDisposable
{
    private const int HoldEvery = 2;
    private const int ForcedEvery = 9;

    /// <summary>Kills beyond those asked for, while a kind that was passed has had none: what comes late has its turn too.</summary>
    private const int MostBeyond = 30;

    private readonly CrashSchedule _schedule = new(seed);
    private readonly CrashTally _tally = new();
    private readonly List<string> _violations = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private SimulatorControl? _control;
    private DeadDesk? _last;
    private VenueBooks? _venues;
    private string? _heldFor;
    private int _outsideRounds;

    private string Desk => Path.Combine(folder, "desk");

    /// <summary>What must not be and was; the campaign ends with the first round that has any.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Kinds that runs have passed and no kill has struck, and where and how often they were passed.</summary>
    public IReadOnlyList<string> UncoveredKinds => [.. _schedule.UncoveredKinds.Select(kind => $"{kind} ({_schedule.PassingsOf(kind)})")];

    public async Task RunAsync(CancellationToken limit)
    {
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        string config = Write("config.yaml", CrashMarket.Config(seed));
        string faults = Write("faults.yaml", CrashMarket.Faults(seed));
        await using PropBotProcess simulator = PropBotProcess.Start($"sim --config {config} --faults {faults} --data-dir {folder}/venues");
        _control = await SimulatorControl.OfAsync(simulator, limit);
        string arguments = $"--config {config} --simulator {folder}/venues/simulator.json --data-dir {Desk}";
        for (int round = 1; GoesOn(round); round++)
        {
            await KillAsync(round, arguments, limit);
            if (_violations.Count == 0 && (round % settleEvery == 0 || !GoesOn(round + 1)))
            {
                await SettleAsync(arguments, limit);
            }
        }

        await ReportAsync(limit);
    }

    private bool GoesOn(int round) => _violations.Count == 0
        && (round <= kills || (isEveryKindAsked && round <= kills + MostBeyond && _schedule.UncoveredKinds.Count > 0));

    public void Dispose() => _control?.Dispose();

    private async Task KillAsync(int round, string arguments, CancellationToken limit)
    {
        CrashTarget target = _schedule.Next(isHolding: _last?.Pairs.Any(p => p.Long.SignedQuantity != 0m && !p.Status.IsTerminal()) ?? false);
        if (target.IsFunding)
        {
            await PassSettlementAsync(limit);
        }

        _tally.Started();
        await _control!.ForgetRequestsAsync(limit);
        var storm = new List<int>();
        foreach (string rule in CrashStorm.For(target.Kind))
        {
            storm.Add(await _control.InjectAsync(rule, limit));
        }

        TimeSpan started = _watch.Elapsed;
        var bot = new CrashedBot(arguments, Path.Combine(folder, "passed.list"), Path.Combine(folder, "logs", $"{round:D4}.log"));
        CrashRun run = await bot.RunAsync(target, (client, soon) => ProvokeAsync(round, target, client, soon), limit);
        TimeSpan ran = _watch.Elapsed - started;
        foreach (int fault in storm)
        {
            await _control.TakeBackAsync(fault, limit);
        }

        Learn(run);
        if (run.Trouble is { } trouble)
        {
            Violate(target, trouble);
        }

        await JudgeAsync(run, limit);
        string came = run.Struck is { } at ? (at == target ? "" : $" or else {at}") : $" not reached ({run.Blocked ?? "it ended before"})";
        say($"{round} {target}{came}{(run.Recovered ? ", had recovered" : "")}; orders {_last?.Orders.Count}, unresolved {_last?.Unresolved.Count()}, fills {_last?.Fills.Count}; it ran {ran.TotalSeconds:F1} s, {_watch.Elapsed.TotalSeconds:F1} s in all");
    }

    private void Learn(CrashRun run)
    {
        _schedule.Passed(run.Passed);
        _tally.Count(run);
        if (run.WasPassedOver)
        {
            Violate(run.Target, $"it was passed {run.Passed.Count(passed => passed == run.Target.Point)} times and did not kill");
        }

        if (run.Struck is { } struck)
        {
            _schedule.Struck(struck);
        }
        else if (run.Target.Point is not null)
        {
            _schedule.Missed(run.Target);
        }
    }

    /// <summary>What the market does not bring by itself: a hold by a person every other time, a position that its venue takes away.</summary>
    private async Task ProvokeAsync(int round, CrashTarget target, BotClient client, CancellationToken limit)
    {
        await CheckHoldAsync(target, client, limit);
        await CrashOperators.ExplainAsync(client, limit);
        await CrashOperators.LeadBackAsync(client, limit);
        if (target.IsHold || (target.Point is null && ++_outsideRounds % HoldEvery == 0))
        {
            string held = $"drill {round}";
            await client.PostAsync("/api/ui/hold", $$"""{"reason":"{{held}}"}""", limit);
            _heldFor = held;
        }

        if (target.IsForced || round % ForcedEvery == 0)
        {
            await client.WaitAsync("/api/ui/status", s => s.GetProperty("totals").GetProperty("active_pairs").GetInt32() > 0, limit);
            await TakePositionAsync(limit);
        }
    }

    /// <summary>A person held the desk before the kill: it is held still. From here on two people lead it back.</summary>
    private async Task CheckHoldAsync(CrashTarget target, BotClient client, CancellationToken limit)
    {
        if (_heldFor is not { } reason)
        {
            return;
        }

        JsonElement status = await client.WaitAsync("/api/ui/status", _ => true, limit);
        JsonElement control = status.GetProperty("control");
        if (control.GetProperty("mode").GetString() != "HOLD" || control.GetProperty("hold_reason").GetString() != reason)
        {
            Violate(target, $"a person held the desk for '{reason}' before the kill; after it the desk is {control}");
        }

        _heldFor = null;
    }

    private async Task TakePositionAsync(CancellationToken limit)
    {
        JsonElement accounts = await _control!.AccountsAsync(limit);
        foreach (JsonElement account in accounts.EnumerateArray())
        {
            foreach (JsonElement position in account.GetProperty("positions").EnumerateArray())
            {
                string symbol = position.GetProperty("symbol").GetString()!;
                await _control.InjectAsync($$"""{"kind":"auto_deleverage","venue":"{{account.GetProperty("venue").GetString()}}","instrument":"{{symbol}}","size":0.5}""", limit);
                return;
            }
        }
    }

    /// <summary>The market goes past the next whole hour while no bot is there: the next start has to find the settlement.</summary>
    private async Task PassSettlementAsync(CancellationToken limit)
    {
        JsonElement status = await _control!.GetAsync("/sim/status", limit);
        TimeSpan sinceHour = TimeSpan.FromTicks(status.GetProperty("market_time").GetDateTimeOffset().Ticks % TimeSpan.TicksPerHour);
        await _control.AdvanceAsync(TimeSpan.FromHours(1) - sinceHour + TimeSpan.FromSeconds(5), limit);
    }

    private async Task JudgeAsync(CrashRun run, CancellationToken limit)
    {
        DeadDesk? desk = DeadDesk.Read(Desk, Path.Combine(folder, "dead"));
        VenueBooks venues = await VenueBooks.ReadAsync(_control!, limit);
        if (desk is null)
        {
            return;
        }

        List<string> found = [.. CrashChecks.AtDeath(desk, venues), .. _last is null ? [] : CrashChecks.SinceDeath(_last, desk, venues, run.Recovered)];
        if (_heldFor is { } reason && (desk.State.Control.Mode != ControlMode.Hold || desk.State.Control.HoldReason != reason))
        {
            found.Add($"a person held the desk for '{reason}' and was answered; on the disk it is {desk.State.Control}");
        }

        found.ForEach(finding => Violate(run.Target, finding));
        _tally.Count(desk, venues);
        _last = desk;
        _venues = venues;
    }

    /// <summary>One more start, held: it resolves what the kills left and takes the pairs off; then the books are equal to the last digit.</summary>
    private async Task SettleAsync(string arguments, CancellationToken limit)
    {
        var rest = new CrashTarget("rest/quiet", 1);
        _tally.Started();
        await _control!.ForgetRequestsAsync(limit);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit, ("AUTOPILOT_ENABLE", "false"));
        JsonElement status = await CrashOperators.RestAsync(bot.Client, limit);
        if (await bot.Process.InterruptAsync(limit) != 0)
        {
            Violate(rest, $"a quiet bot did not end in good order: {bot.Process.Output}");
        }

        DeadDesk desk = DeadDesk.Read(Desk, Path.Combine(folder, "dead"))!;
        VenueBooks venues = await VenueBooks.ReadAsync(_control!, limit);
        foreach (string finding in (IEnumerable<string>)[.. CrashChecks.AtDeath(desk, venues), .. CrashChecks.SinceDeath(_last!, desk, venues, recovered: true), .. CrashChecks.WhenQuiet(desk, venues)])
        {
            Violate(rest, finding);
        }

        try
        {
            using SqliteLedgerStore ledger = SqliteLedgerStore.Open(Path.Combine(folder, "dead", "ledger.db"), TimeProvider.System);
            DeskAgainstVenues.AssertAgree(status, await _control!.AccountsAsync(limit), ledger);
        }
        catch (XunitException different)
        {
            Violate(rest, different.Message);
        }

        (_last, _venues) = (desk, venues);
        say($"at rest: {desk.Orders.Count} orders, {desk.Fills.Count} fills, equal to the venues, {_watch.Elapsed.TotalSeconds:F0} s");
    }

    private void Violate(CrashTarget target, string finding)
    {
        _tally.Violations++;
        _violations.Add($"seed {seed}, kill {_tally.Kills} at {target}: {finding}");
        say($"VIOLATION seed {seed}, kill {_tally.Kills} at {target}: {finding}");
    }

    private async Task ReportAsync(CancellationToken limit)
    {
        JsonElement faults = (await _control!.GetAsync("/sim/faults", limit)).GetProperty("counts");
        var struck = faults.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetInt64(), StringComparer.Ordinal);
        foreach (string line in _tally.Lines(seed, _last!, _venues!, struck, _schedule, _watch.Elapsed))
        {
            say(line);
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
