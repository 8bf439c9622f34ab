using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Ledger.Documents;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>Goal: while the ledger takes no writes nothing is decided and nothing leaves; afterwards everything goes on, once and in order.</summary>
public sealed class LedgerOutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Opening_WhoseCommitFailsForAMoment_LeavesOnceAndOnlyWhenItIsKept()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: 3, _ => throw FailingLedger.DiskFull);

        await desk.OpenPairAsync();
        string[] told = [.. desk.Chronicle.Lines.Where(l => l.StartsWith("failed", StringComparison.Ordinal) || l.Contains("Intended", StringComparison.Ordinal) || l.StartsWith("placed", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Repeat("failed: LedgerUnavailableException", 3), told[..3]);
        Assert.All(told[3..5], line => Assert.StartsWith("kept: order ", line, StringComparison.Ordinal));
        Assert.Equal(told[3..5].Select(OrderOf), told[5..].Select(OrderOf));
        await AssertSoundAsync(desk);
    }

    [Theory]
    [InlineData("it throws")]
    [InlineData("it is slow")]
    public async Task Opening_WhosePricesAreOldWhenItIsKept_NeverLeaves_AndTheDeskGoesOn(string how)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: 1, _ =>
        {
            desk.Time.Pass(TimeSpan.FromSeconds(3));
            if (how == "it throws")
            {
                throw FailingLedger.DiskFull;
            }
        });

        await desk.DislocateAsync();
        EngineSnapshot after = await desk.UntilAsync(s => s.RecentPairs.Count == 1);
        Assert.Equal(PairStatus.Aborted, after.RecentPairs[0].Pair.Status);
        Assert.Empty(desk.Placed);
        IReadOnlyList<OrderRecord> orders = desk.Ledger.OrdersOf(after.RecentPairs[0].Pair.Id);
        Assert.Equal(2, orders.Count);
        Assert.All(orders, o => Assert.Equal(OrderStatus.NeverReached, o.Status));
        Assert.All(orders, o => Assert.Matches(@"^never sent: its prices were 3(\.3)? s old when the ledger took it$", o.Detail));

        await desk.UntilAsync(_ => desk.Ledger.Documents<OutageRecorded>(new DocumentQuery()).Count == 1);
        OutageRecorded outage = Assert.Single(desk.Ledger.Documents<OutageRecorded>(new DocumentQuery()));
        Assert.Equal(orders.Select(o => o.Intent.ClientOrderId), outage.Outage.NeverSent);
        await desk.UntilAsync(s => s.OpeningBlocks is []);
        await desk.OpenPairAsync();
        await AssertSoundAsync(desk);
    }

    [Fact]
    public async Task Close_ThatWaitedForAMinute_LeavesAllTheSame()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        await desk.OpenPairAsync();
        desk.Ledger.BeforeCommit = Failing(e => Places(e, OrderPurpose.Close), times: 2, _ =>
        {
            desk.Time.Pass(TimeSpan.FromSeconds(30));
            throw FailingLedger.DiskFull;
        });

        await desk.ConvergeAsync();
        await desk.UntilAsync(s => s.Totals.ClosedPairs == 1);
        Assert.Equal(2, desk.Placed.Count(line => line.EndsWith("Close", StringComparison.Ordinal)));
        Assert.All(desk.Venues.Values, venue => Assert.Equal(0m, venue.PositionOf(new InstrumentId(venue.Venue, TestInstruments.Btc))));
        await AssertSoundAsync(desk);
    }

    [Fact]
    public async Task Rescue_ThatWaitedForAMinute_LeavesAllTheSame()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        desk.Adapters[VenueId.OkxPerp].Refuses = intent => intent.Purpose == OrderPurpose.Open;
        desk.Ledger.BeforeCommit = Failing(e => e.OfType<PlaceOrder>().Any(p => p.Intent.Purpose != OrderPurpose.Open), times: 2, _ =>
        {
            desk.Time.Pass(TimeSpan.FromSeconds(30));
            throw FailingLedger.DiskFull;
        });

        await desk.DislocateAsync();
        await desk.Chronicle.UntilAsync(lines => lines.Any(l => l.StartsWith("placed: ", StringComparison.Ordinal) && !l.EndsWith("Open", StringComparison.Ordinal)));
        await desk.UntilAsync(s => s.ActivePairs is [{ Pair: { Status: PairStatus.Open, Imbalance: 0m } }], LoopDesk.Lifted);
        Assert.Equal(2, desk.Chronicle.Lines.Count(l => l.StartsWith("failed", StringComparison.Ordinal)));
        await AssertSoundAsync(desk);
    }

    [Fact]
    public async Task WhatComesInMeanwhile_IsHandledInOrder_BeforeOpeningIsAllowedAgain()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var gate = new ManualResetEventSlim();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: 1, _ =>
        {
            gate.Wait(Patience, CancellationToken.None);
            throw FailingLedger.DiskFull;
        });
        await desk.DislocateAsync();

        string[] payments = [.. Enumerable.Range(1, 300).Select(i => $"f{i}")];
        foreach (string payment in payments)
        {
            await desk.TellAsync(new FundingSettled(new FundingPayment(TestInstruments.BinanceBtc.Id, payment, new Money(0.01m, Asset.Usdt), desk.Time.GetUtcNow())));
        }

        gate.Set();
        await desk.Chronicle.UntilAsync(lines => lines.Contains("kept: OutageRecorded"));
        string[] told = [.. desk.Chronicle.Lines.Where(l => l == "kept: OutageRecorded" || l.StartsWith("kept: funding:", StringComparison.Ordinal))];
        Assert.Equal([.. payments.Select(p => $"kept: funding:{TestInstruments.BinanceBtc.Id}:{p}"), "kept: OutageRecorded"], told);
    }

    [Fact]
    public async Task Commit_ThatThrewAfterItWasApplied_IsKeptOnce_AndItsOrdersLeaveOnce()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        int left = 2;
        desk.Ledger.BeforeCommit = (effects, apply) =>
        {
            if (IsOpening(effects) && left-- > 0)
            {
                apply();
                throw new LedgerUnavailableException(LedgerFault.ServerGone, "postgresql", "the answer was lost", "Check it");
            }
        };

        await desk.OpenPairAsync();
        IReadOnlyList<JournalLine> journal = desk.Ledger.JournalTail(1_000);
        Assert.Equal(2, journal.Count(line => line.Type == JournalTypes.OrderIntent));
        Assert.Equal(journal.Count, journal.Select(line => line.Uuid).Distinct().Count());
        Assert.Equal(2, desk.Placed.Count);
        await AssertSoundAsync(desk);
    }

    [Theory]
    [InlineData("conflict")]
    [InlineData("leadership")]
    [InlineData("damaged")]
    [InlineData("unknown")]
    public async Task WhatDoesNotPassByWaiting_Halts_AndNothingLeaves(string failure)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: 1, _ => throw (failure switch
        {
            "conflict" => new LedgerConflictException("order x is already there with another intent"),
            "leadership" => new LeadershipLostException("postgresql", 3, "other:17"),
            "damaged" => new LedgerUnavailableException(LedgerFault.Damaged, "ledger.db", "it is damaged", "Restore it"),
            _ => (Exception)new LedgerUnavailableException(LedgerFault.Other, "ledger.db", "no such table", "See the cause"),
        }));

        await desk.DislocateAsync();
        await desk.Loop.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Empty(desk.Placed);
        Assert.NotNull(desk.Health.Current.HaltedReason);
        Assert.False(desk.Health.Current.JournalOk);
        var refused = await Assert.ThrowsAsync<CommandNotTakenException>(() => desk.Commands.GiveAsync(new HoldRequested("anna", "news"), CancellationToken.None));
        Assert.StartsWith("the engine does not run", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.StaysGiven);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public async Task ProcessThatSleptAfterItsCommit_AsksWhoLeads_BeforeAnythingLeaves(bool wasOvertaken, int placed)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        int attempts = 0;
        desk.Ledger.BeforeCommit = (effects, _) =>
        {
            if (IsOpening(effects) && ++attempts == 1)
            {
                desk.Leads = () => attempts > 1;
            }
            else if (IsOpening(effects) && wasOvertaken)
            {
                throw new LeadershipLostException("postgresql", 3, "other:17");
            }
        };

        await desk.DislocateAsync();
        await (wasOvertaken
            ? desk.Loop.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken)
            : desk.Chronicle.UntilAsync(lines => lines.Count(l => l.StartsWith("placed", StringComparison.Ordinal)) == 2));
        Assert.Equal(2, attempts);
        Assert.Equal(placed, desk.Placed.Count);
        Assert.Equal(wasOvertaken, desk.Health.Current.HaltedReason is not null);
    }

    [Fact]
    public async Task End_WhileTheLedgerIsAway_EndsAtOnce_AndNothingLeft()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: int.MaxValue, _ => throw FailingLedger.DiskFull);
        await desk.DislocateAsync();
        await desk.Chronicle.UntilAsync(lines => lines.Count(l => l.StartsWith("failed", StringComparison.Ordinal)) >= 3);

        await desk.Loop.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Empty(desk.Placed);
        Assert.Empty(desk.Ledger.AllPairs());
        Assert.Contains("nothing of it was kept or sent", desk.Health.Current.HaltedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileItIsAway_HealthAndBoardSayWhy_AndAfterwardsTheyDoNot()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var gate = new ManualResetEventSlim();
        desk.Ledger.BeforeCommit = Failing(IsOpening, times: int.MaxValue, _ =>
        {
            if (!gate.IsSet)
            {
                throw FailingLedger.DiskFull;
            }
        });
        await desk.DislocateAsync();
        await desk.Chronicle.UntilAsync(lines => lines.Count(l => l.StartsWith("failed", StringComparison.Ordinal)) >= 2);

        HealthState health = desk.Health.Current;
        Assert.Equal((false, true, "disk_full"), (health.IsOk, health.EngineAlive, health.Ledger?.Code));
        EngineSnapshot waiting = desk.Board.Current!;
        Assert.Equal("ledger_failed", waiting.OpeningBlocks[0].Code);
        Assert.Equal("ledger_failed", waiting.Alerts[0].Code);
        Assert.Contains("the disk is full", waiting.Alerts[0].English, StringComparison.Ordinal);
        Assert.Contains("диск заполнен", waiting.Alerts[0].Russian, StringComparison.Ordinal);

        gate.Set();
        await desk.UntilAsync(s => s.OpeningBlocks is []);
        Assert.True(desk.Health.Current.IsOk);
    }

    private static Action<IReadOnlyList<Effect>, Action> Failing(Func<IReadOnlyList<Effect>, bool> which, int times, Action<IReadOnlyList<Effect>> how)
    {
        int left = times;
        return (effects, _) =>
        {
            if (which(effects) && left-- > 0)
            {
                how(effects);
            }
        };
    }

    private static bool IsOpening(IReadOnlyList<Effect> effects) => Places(effects, OrderPurpose.Open);

    private static bool Places(IReadOnlyList<Effect> effects, OrderPurpose purpose) => effects.OfType<PlaceOrder>().Any(place => place.Intent.Purpose == purpose);

    private static string OrderOf(string line) => line.Split(' ').First(word => word.StartsWith("pbloop1", StringComparison.Ordinal));

    /// <summary>Every order left at most once, the books are the venues' and every posting has its counterpart.</summary>
    private static async Task AssertSoundAsync(LoopDesk desk)
    {
        await desk.UntilAsync(s => s.Cases.Count == 0 && s.Preflight.All(c => c.Ok));
        Assert.Equal(desk.Placed.Count, desk.Placed.Select(OrderOf).Distinct().Count());
        Assert.True(desk.Ledger.VerifyBalances().IsSound);
        foreach (VenueTruth venue in desk.Venues.Values)
        {
            var instrument = new InstrumentId(venue.Venue, TestInstruments.Btc);
            decimal ours = desk.Ledger.Balances().Where(b => b.Account == LedgerAccount.Position(instrument)).Sum(b => b.Amount);
            Assert.Equal(venue.PositionOf(instrument), ours);
        }
    }
}
