using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;
using PropBot.Ledger;
using PropBot.Ledger.Documents;

namespace PropBot.Host.Surface;

/// <summary>How long an answer may wait for a sweep to end; after that it says how far it is.</summary>
/// <param name="LongestWait">Default 10 s.</param>
internal sealed record SweepOptions(TimeSpan LongestWait)
{
    public static SweepOptions Default => new(TimeSpan.FromSeconds(10));
}

/// <summary>What came of a wish.</summary>
internal abstract record SweepAnswer
{
    private SweepAnswer()
    {
    }

    /// <param name="IsReplay">The id was known: nothing new was sent.</param>
    public sealed record Report(Sweep Sweep, bool IsReplay) : SweepAnswer;

    /// <summary>The id stands for another request.</summary>
    public sealed record Conflict(Sweep Known) : SweepAnswer;

    /// <summary>The engine has not published anything yet.</summary>
    public sealed record Starting : SweepAnswer;
}

/// <summary>Operators' sweeps for API and page: ordered once per id, waited for, and found again in snapshot and ledger.</summary>
internal sealed class Sweeper(IOperatorCommands commands, ISnapshotSource snapshots, ILedgerReads ledger, SweepOptions options, TimeProvider time)
{
    /// <summary>Orders the sweep unless its id is known, and waits for its end, but not for long.</summary>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    public async Task<SweepAnswer> RunAsync(SweepRequested wish, CancellationToken cancellationToken)
    {
        SweepAnswer begun = await BeginAsync(wish, cancellationToken);
        return begun is SweepAnswer.Report report ? report with { Sweep = await WaitAsync(report.Sweep, cancellationToken) } : begun;
    }

    /// <summary>Orders the sweep unless its id is known.</summary>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    public async Task<SweepAnswer> BeginAsync(SweepRequested wish, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return new SweepAnswer.Starting();
        }

        Sweep? known = FindIfReadable(wish.CorrelationId);
        bool isDry = wish.DryRun || snapshot.IsReadOnly;
        if (known is null && isDry)
        {
            await commands.SweepAsync(wish, cancellationToken);
            return new SweepAnswer.Report(SweepPlan.Of(snapshot, wish.Kind, wish.Scope, wish.CorrelationId, wish.Actor, wish.Source), IsReplay: false);
        }

        // A known id too: the journal says that it was asked again, and nothing is begun.
        await commands.SweepAsync(wish with { IsRepeat = known is not null }, cancellationToken);
        Sweep begun = known ?? Find(wish.CorrelationId)
            ?? throw new CommandNotTakenException($"the engine has taken {wish.Kind.Code()} {wish.CorrelationId} and does not know it");
        return begun.Fingerprint != Sweep.FingerprintOf(wish.Kind, wish.Scope)
            ? new SweepAnswer.Conflict(begun)
            : new SweepAnswer.Report(begun, known is not null);
    }

    /// <summary>What a kill of this id has come to, waited for but not for long; null when it sends nothing.</summary>
    public async Task<Sweep?> EndOfKillAsync(string id, CancellationToken cancellationToken)
    {
        // The engine gives the run another id where this one stands for something else.
        Sweep? begun = Find(id) is { Kind: SweepKind.Kill } named ? named : snapshots.Current?.Sweeps.FirstOrDefault(s => s.Kind == SweepKind.Kill);
        return begun is null ? null : await WaitAsync(begun, cancellationToken);
    }

    /// <summary>By its id, as of now; null when there is none.</summary>
    public Sweep? Find(string id) =>
        snapshots.Current?.Sweeps.FirstOrDefault(s => s.Id == id)
        ?? (ledger.Documents<SweepChanged>(new DocumentQuery(id)) is [var kept, ..] ? kept.Sweep : null);

    /// <summary>A ledger that cannot be read refuses no sweep: the engine remembers the latest ones itself, and an older one begun anew takes off nothing twice.</summary>
    private Sweep? FindIfReadable(string id)
    {
        try
        {
            return Find(id);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Sweep> Latest(int limit) => [.. ledger.Documents<SweepChanged>(new DocumentQuery(Limit: limit)).Select(d => d.Sweep)];

    private async Task<Sweep> WaitAsync(Sweep sweep, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (sweep.IsRunning)
            {
                long version = snapshots.Version;
                sweep = Find(sweep.Id) ?? sweep;
                if (sweep.IsRunning)
                {
                    await snapshots.WaitForChangeAsync(version, either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It goes on; the answer says how far it is.
        }

        return sweep;
    }
}
