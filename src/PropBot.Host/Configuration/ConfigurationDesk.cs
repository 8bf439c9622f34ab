using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Configuration;

/// <summary>
/// The configuration of the running program, and the way to another one: judged as a start would, compared with what counts, and, where it
/// lets the desk risk more, kept until a second person agrees. Then its file is put in place whole, and the engine takes what it can while it runs.
/// </summary>
/// <param name="engineOptions">What a run with these settings tells the engine.</param>
public sealed class ConfigurationDesk(
    RunningConfiguration begun, Func<string?, ConfigVerdict> judge, ConfigFiles files, Func<RunSettings, EngineOptions> engineOptions, TimeProvider time) : IConfigurationSource, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile RunningConfiguration _current = begun;
    private volatile IReadOnlyList<ConfigChange> _nextStart = [];

    private volatile StagedConfig? _staged = files.ReadStaged() is { } text && judge(text.Yaml) is { } verdict
        ? new StagedConfig(text, new ConfigPlan(text.Yaml, verdict, verdict.Settings is { } then ? ConfigChange.Between(begun.Values, then.Values) : []))
        : null;

    public RunningConfiguration Current => _current;

    /// <summary>What the file says and only the next start takes.</summary>
    public IReadOnlyList<ConfigChange> NextStart => _nextStart;

    /// <summary>The latest apply of this process, for the answer to whoever confirmed it.</summary>
    public ConfigTaken? Latest { get; private set; }

    public bool HasFile => files.HasFile;

    /// <summary>What waits for its second person, with what it changes; null for nothing.</summary>
    public StagedConfig? Staged => _staged;

    public ConfigVerdict Judge(string? yaml) => judge(yaml);

    public void Dispose() => _one.Dispose();

    public ConfigPlan Plan(string yaml)
    {
        ConfigVerdict verdict = judge(yaml);
        return new ConfigPlan(yaml, verdict, verdict.Settings is { } settings ? ConfigChange.Between(_current.Values, settings.Values) : []);
    }

    /// <summary>Keeps it until a second person agrees; one that waits already is replaced.</summary>
    public void Stage(ConfigPlan plan, string actor, string reason)
    {
        var text = new StagedText(plan.Yaml, ConfigFiles.HashOf(plan.Yaml), actor, reason, time.GetUtcNow());
        files.Stage(text);
        _staged = new StagedConfig(text, plan);
    }

    /// <summary>The text that was in place before the apply that gave this token; null for no such token.</summary>
    public string? Replaced(string token) => files.Replaced(token);

    /// <summary>Puts it in place and tells the engine. Whoever had to agree has agreed.</summary>
    /// <exception cref="CommandNotTakenException">The engine does not take it; the file is as it was, unless it stays given.</exception>
    /// <exception cref="ConfigException">It would stop a start.</exception>
    public async Task<ConfigTaken> TakeAsync(ConfigPlan plan, ConfigOrder order, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Judged again: the file's neighbours and the environment's files may have changed since.
            ConfigPlan now = Plan(plan.Yaml);
            if (now.Verdict.Settings is not { } settings)
            {
                throw new ConfigException(now.Verdict.Errors);
            }

            RunningConfiguration next = RunningConfiguration.Of(settings);
            long number = (files.LastCounting()?.Number ?? 0) + 1;
            var name = new ConfigName(number, next.Hash, RunningConfiguration.Build, next.Profile, string.Join("; ", now.Changes));
            string token = files.Replace(plan.Yaml, time.GetUtcNow());
            CommandReceipt receipt;
            try
            {
                var taken = new ConfigurationTaken(engineOptions(settings) with { Configuration = name }, now.RaisesRisk, order.Actor, order.Reason, order.Correlation)
                {
                    Channel = order.Channel,
                    Confirmed = order.Confirmed,
                };
                // Whoever asked may hang up meanwhile; what was given is waited for.
                receipt = await commands.GiveAsync(taken, CancellationToken.None);
            }
            catch (CommandNotTakenException late) when (late.StaysGiven)
            {
                // The engine will come to it: file and views are those that it will have.
                Count(number, next, now);
                throw;
            }
            catch
            {
                files.Restore(token);
                throw;
            }

            if (receipt.Refusal is not null)
            {
                files.Restore(token);
                return new ConfigTaken(receipt, 0, _current.Hash, [], "");
            }

            Count(number, next, now);
            Latest = new ConfigTaken(receipt, number, next.Hash, now.Changes, token);
            return Latest;
        }
        finally
        {
            _one.Release();
        }
    }

    private void Count(long number, RunningConfiguration next, ConfigPlan plan)
    {
        files.KeepCounting(CountingConfig.Of(number, next));
        files.Unstage();
        _staged = null;
        _nextStart = [.. _nextStart.Where(c => plan.Changes.All(n => n.Path != c.Path)), .. plan.Changes.Where(c => !c.WhileRunning)];
        _current = next;
    }
}

/// <summary>What a text would change.</summary>
public sealed record ConfigPlan(string Yaml, ConfigVerdict Verdict, IReadOnlyList<ConfigChange> Changes)
{
    public bool RaisesRisk => Changes.Any(c => c.RaisesRisk);
}

public sealed record StagedConfig(StagedText Text, ConfigPlan Plan);

/// <summary>Who puts a configuration in place, and why.</summary>
public sealed record ConfigOrder(string Actor, string Reason, string Correlation)
{
    public string Channel { get; init; } = "ui";

    /// <summary>What the second person has agreed to; null where nobody had to.</summary>
    public ConfigVersion? Confirmed { get; init; }
}

/// <summary>A configuration is in place, or the engine has refused it.</summary>
/// <param name="RollbackToken">Brings back the one before it.</param>
public sealed record ConfigTaken(CommandReceipt Receipt, long Number, string Hash, IReadOnlyList<ConfigChange> Changes, string RollbackToken);
