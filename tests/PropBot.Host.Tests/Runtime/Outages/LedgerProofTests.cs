using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Host.Runtime;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>Goal: <c>journal_ok</c> says what a write would meet now, also while the desk has nothing to write.</summary>
public sealed class LedgerProofTests : IDisposable
{
    private static readonly Effect[] Kept = [new Journaled("test", [])];
    private static readonly Effect[] NothingKept = [new AlertRaised(AlertSeverity.Info, "test", "test", "test")];

    private readonly TimeByHand _time = new();
    private readonly Chronicle _chronicle = new();
    private readonly FailingLedger _ledger;
    private readonly VenueClock _clock;
    private readonly LoopHealth _health;
    private readonly LedgerProof _proof;
    private readonly PatientCommits _commits;
    private long _sequence;

    public LedgerProofTests()
    {
        _ledger = new FailingLedger(new InMemoryLedger("proof"), _chronicle);
        _clock = new VenueClock(_time, 0);
        _health = new LoopHealth(_clock, () => true, "test ledger", () => null);
        _proof = new LedgerProof(_ledger, _clock, _health, NullLogger.Instance);
        _commits = new PatientCommits(_ledger, _clock, _health, CommitPatience.Default, NullLogger.Instance);
        _ledger.Load();
        _health.Beat(TimeSpan.Zero, hasResumed: true);
    }

    private HealthState Health => _health.Current;

    private int Proofs => _chronicle.Lines.Count(line => line == "proof");

    /// <summary>What every write meets from now on; null: nothing.</summary>
    private LedgerFault? Fault
    {
        set
        {
            Action? fail = value is { } fault ? () => throw new LedgerUnavailableException(fault, "ledger.db", "no write", "Mend it") : null;
            _ledger.BeforeProof = fail;
            _ledger.BeforeCommit = fail is null ? null : (_, _) => fail();
        }
    }

    [Fact]
    public void Start_IsNotOk_UntilSomethingWasWritten()
    {
        Assert.Equal((false, null), (Health.JournalOk, Health.JournalAge));
        Commit(NothingKept);
        Assert.False(Health.JournalOk);
        Commit(Kept);
        Assert.Equal((true, TimeSpan.Zero), (Health.JournalOk, Health.JournalAge));
    }

    [Fact]
    public void Quiet_IsProvenEveryFewSeconds_AndABusyLedgerIsNot()
    {
        Commit(Kept);
        for (int tenths = 1; tenths <= 200; tenths++)
        {
            Pass(0.1);
            Assert.True(Health is { JournalOk: true, JournalAge.TotalSeconds: < 5.01 });
        }

        Assert.Equal(4, Proofs);
        for (int second = 0; second < 20; second++)
        {
            Commit(Kept);
            Pass(1);
        }

        Assert.Equal(4, Proofs);
    }

    [Fact]
    public void DiskFull_WhileNothingIsToBeKept_IsToldWithinSeconds_AndItsEndToo()
    {
        Commit(Kept);
        Fault = LedgerFault.DiskFull;
        Pass(4.9);
        Assert.True(Health.JournalOk);
        Pass(0.2);
        Assert.Equal((false, "disk_full", 1), (Health.JournalOk, Health.Ledger?.Code, Health.Ledger?.Attempts));
        Pass(2);
        // An event that keeps nothing proves nothing.
        Commit(NothingKept);
        Assert.False(Health.JournalOk);
        Pass(5);
        Assert.Equal((2, _time.GetUtcNow().AddSeconds(-7)), (Health.Ledger!.Attempts, Health.Ledger.Since));

        Fault = null;
        Pass(5);
        Assert.Equal((true, TimeSpan.Zero, null), (Health.JournalOk, Health.JournalAge, Health.Ledger));
    }

    [Fact]
    public void DiskFull_Twice_IsTwoOutages()
    {
        Commit(Kept);
        Fault = LedgerFault.DiskFull;
        Pass(6);
        Fault = null;
        Commit(Kept);
        Assert.True(Health.JournalOk);
        Fault = LedgerFault.ReadOnly;
        Pass(6);
        Assert.Equal(("read_only", 1, _time.GetUtcNow()), (Health.Ledger?.Code, Health.Ledger?.Attempts, Health.Ledger?.Since));
    }

    [Fact]
    public void Proof_ThatIsOld_IsNone()
    {
        Commit(Kept);
        // The loop hangs: nobody looks.
        _time.Pass(TimeSpan.FromSeconds(15));
        Assert.True(Health.JournalOk);
        _time.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal((false, null), (Health.JournalOk, Health.Ledger?.Code));
    }

    [Fact]
    public void Damage_IsNotWaitedFor()
    {
        Commit(Kept);
        Fault = LedgerFault.Damaged;
        Assert.Throws<LedgerUnavailableException>(() => Pass(6));
    }

    [Fact]
    public async Task Loop_WithNothingToKeep_ProvesTheLedgerByItself()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync(o => o with { EquitySampleInterval = TimeSpan.FromHours(1) });
        await desk.PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(desk.Chronicle.Lines.Count(line => line == "proof"), 2, 4);
        Assert.True(desk.Health.Current.JournalOk);

        desk.Ledger.BeforeProof = () => throw FailingLedger.DiskFull;
        await desk.UntilAsync(_ => desk.Health.Current is { JournalOk: false, Ledger.Code: "disk_full", EngineAlive: true });
        desk.Ledger.BeforeProof = null;
        await desk.UntilAsync(_ => desk.Health.Current is { JournalOk: true, Ledger: null });
    }

    public void Dispose()
    {
        _commits.Dispose();
        _ledger.Dispose();
    }

    private void Pass(double seconds)
    {
        _time.Pass(TimeSpan.FromSeconds(seconds));
        _proof.Look();
    }

    private void Commit(Effect[] effects) => _commits.Commit(_clock.MarketNow, ++_sequence, effects);
}
