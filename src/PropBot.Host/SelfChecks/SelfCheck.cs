using System.Text.Json;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Configuration;
using PropBot.Host.Worlds;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.SelfChecks;

/// <summary>
/// <c>propbot self-check</c>: what a start needs, looked at without starting: configuration, limits, operators, data directory, ledger, and each
/// venue's REST, clock, streams and rights. Writes nothing and takes no lock, so it runs beside a running bot.
/// </summary>
public static class SelfCheck
{
    /// <returns><see cref="ExitCodes.Ok"/> without a failed check; <see cref="ExitCodes.WrongInput"/> for the configuration, <see cref="ExitCodes.Unavailable"/>
    /// for this machine (folder, ledger), else <see cref="ExitCodes.Failed"/> for a venue.</returns>
    public static async Task<int> RunAsync(
        RunArguments arguments, bool asJson, Func<string, string?> environment, TextWriter output, CancellationToken cancellationToken)
    {
        ConfigVerdict verdict = ConfigVerdict.Of(arguments, environment, null);
        var results = new List<CheckResult>();
        if (verdict.Settings is not { } settings)
        {
            results.AddRange(verdict.Errors.Select(e => CheckResult.Of($"config.{e.Path}", ok: false, e.Message, "no faults")));
            await WriteAsync(output, asJson, results);
            return ExitCodes.WrongInput;
        }

        results.Add(CheckResult.Of("config", ok: true, $"{RunningConfiguration.Of(settings).Hash}, {settings.ConfigPath ?? "built in"}", "no faults"));
        results.AddRange(verdict.Warnings.Select(w => new CheckResult($"config.{w.Path}", CheckVerdict.Warning, w.Message, "has an effect")));
        results.AddRange(Limits(settings));
        results.AddRange(People(settings));
        int ofTheMachine = results.Count;
        results.AddRange(Machine(settings));
        bool machineFails = results.Skip(ofTheMachine).Any(r => r.Verdict == CheckVerdict.Failed);
        bool settingsFail = results.Take(ofTheMachine).Any(r => r.Verdict == CheckVerdict.Failed);
        bool sendsOrders = settings.Orders.PlacesOrders;
        IReadOnlyList<CheckResult>[] venues = await Task.WhenAll(VenuesOf(settings).Select(v =>
            new VenueProbe(v, settings.Config.Venues.FirstOrDefault(c => c.Venue == v.Venue)?.MarginTerms, sendsOrders, TimeProvider.System).RunAsync(cancellationToken)));
        results.AddRange(venues.SelectMany(v => v));
        await WriteAsync(output, asJson, results);
        return settingsFail ? ExitCodes.WrongInput
            : machineFails ? ExitCodes.Unavailable
            : results.Any(r => r.Verdict == CheckVerdict.Failed) ? ExitCodes.Failed
            : ExitCodes.Ok;
    }

    private static IEnumerable<CheckResult> Limits(RunSettings settings)
    {
        RiskOptions risk = settings.Config.Risk;
        foreach ((string name, Notional limit) in new[] { ("symbol", risk.MaxNotionalPerSymbol), ("venue", risk.MaxNotionalPerVenue), ("total", risk.MaxNotionalTotal) })
        {
            yield return new CheckResult($"limits.{name}", limit.Value > 0m ? CheckVerdict.Ok : CheckVerdict.Warning, $"{WireNumber.Format(limit.Value)} USDT", "above 0, else nothing opens");
        }

        decimal order = settings.Config.Strategy.OrderNotional.Value;
        yield return new CheckResult(
            "limits.order", order <= risk.MaxNotionalPerSymbol.Value ? CheckVerdict.Ok : CheckVerdict.Warning,
            $"{WireNumber.Format(order)} USDT", $"at most the cap per symbol, {WireNumber.Format(risk.MaxNotionalPerSymbol.Value)} USDT");
        bool isLive = settings.Config.Profile == "live";
        yield return new CheckResult(
            "limits.daily_loss", risk.MaxDailyLoss is not null ? CheckVerdict.Ok : isLive ? CheckVerdict.Failed : CheckVerdict.Warning,
            risk.MaxDailyLoss is { } loss ? $"{WireNumber.Format(loss.Value)} USDT" : "off", isLive ? "set" : "set where money is at stake");
    }

    private static IEnumerable<CheckResult> People(RunSettings settings)
    {
        int operators = OperatorTokens.Parse(settings.ApiToken, settings.OperatorTokens).CountOf(OperatorRole.Operator) + (settings.ApiToken is null ? 1 : 0);
        yield return new CheckResult(
            "operators", operators > 1 || !settings.Control.TwoManRule ? CheckVerdict.Ok : CheckVerdict.Warning,
            $"{operators}, two-man rule {(settings.Control.TwoManRule ? "on" : "off")}", settings.Control.TwoManRule ? "two or more, else nobody can resume" : "one or more");
        yield return new CheckResult(
            "orders", settings.Orders.PlacesOrders ? CheckVerdict.Ok : CheckVerdict.Warning, settings.Orders.PlacesOrders ? "leave" : settings.Orders.Why?.English ?? "do not leave", "leave, unless reading only is meant");
    }

    private static IEnumerable<CheckResult> Machine(RunSettings settings)
    {
        string? trouble = DataDirectory.Trouble(settings.DataDirectory);
        yield return CheckResult.Of("data_directory", trouble is null, trouble ?? Path.GetFullPath(settings.DataDirectory), "writable");
        LedgerProbe ledger = LedgerProbe.Of(new LedgerLocation(Path.Combine(Path.GetFullPath(settings.DataDirectory), DataDirectory.LedgerFile), settings.Ledger.Server, settings.Ledger.LeaseTtl));
        yield return CheckResult.Of(
            "ledger", ledger.Trouble is null, ledger.Trouble ?? (ledger.Schema == 0 ? $"{ledger.Place} is made at the first start" : $"{ledger.Place}, schema {ledger.Schema}"),
            $"openable, schema {ledger.Newest} or older");
    }

    /// <summary>The paper profile's own venues begin and end with its run; a simulator that runs by itself is looked at.</summary>
    private static IReadOnlyList<VenueOptions> VenuesOf(RunSettings settings) =>
        settings.SimulatorFile is { } file ? SimulatorWorld.Open(file, settings.Config).Venues : settings.Venues;

    private static async Task WriteAsync(TextWriter output, bool asJson, IReadOnlyList<CheckResult> results)
    {
        bool ok = results.All(r => r.Verdict != CheckVerdict.Failed);
        if (asJson)
        {
            var checks = results.Select(r => new { r.Name, Verdict = r.Verdict.ToString().ToLowerInvariant(), r.Value, r.Threshold });
            await output.WriteLineAsync(JsonSerializer.Serialize(new { ok, build_version = RunningConfiguration.Build, checks }, ApiJson.Options));
            return;
        }

        foreach (CheckResult r in results)
        {
            string verdict = r.Verdict switch { CheckVerdict.Ok => "ok", CheckVerdict.Warning => "warning", _ => "FAILED" };
            await output.WriteLineAsync($"{verdict,-8} {r.Name,-28} {r.Value}{(r.Verdict == CheckVerdict.Ok ? "" : $" (must be: {r.Threshold})")}");
        }

        await output.WriteLineAsync(ok ? $"self-check: {results.Count} checks, none failed" : $"self-check: {results.Count} checks, {results.Count(r => r.Verdict == CheckVerdict.Failed)} FAILED");
    }
}
