using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>Goal: whoever orders something while the ledger is away is answered soon and truly, and a stop stops.</summary>
public sealed class CommandsDuringAnOutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Stops => ["hold", "kill"];

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Stop_GivenDuringTheOutage_IsAnsweredSoon_AndNoOpeningLeavesAfterIt(string which)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<PlaceOrder>().Any());
        await desk.DislocateAsync();
        await outage.BegunAsync();

        CommandNotTakenException answer = await NotTakenAsync(desk, StopOf(which));
        Assert.True(answer.StaysGiven);
        Assert.Contains("the disk is full", answer.Message, StringComparison.Ordinal);
        Assert.Contains("nothing opens before", answer.Message, StringComparison.Ordinal);

        // No time has passed: the prices of the opening that waits are fresh, and yet it must not leave.
        outage.End();
        EngineSnapshot after = await desk.UntilAsync(s => s.RecentPairs.Count == 1 && s.Control.Mode == ControlMode.Hold);
        Assert.Equal(("anna", which == "kill"), (after.Control.Holds.Head?.Source, after.Control.IsKilled));
        Assert.All(desk.Ledger.OrdersOf(after.RecentPairs[0].Pair.Id), o => Assert.Equal((OrderStatus.NeverReached, "never sent: an operator forbade opening before the ledger took it"), (o.Status, o.Detail)));
        await desk.DislocateAsync();
        await desk.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Placed);
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Stop_WhoseOwnCommitWaits_IsAnsweredSoon_AndHoldsAfterwards(string which)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<ControlChanged>().Any());

        CommandNotTakenException answer = await NotTakenAsync(desk, StopOf(which));
        Assert.True(answer.StaysGiven);
        outage.End();
        await desk.UntilAsync(s => s.Control.Mode == ControlMode.Hold);
        await desk.DislocateAsync();
        await desk.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Placed);
    }

    [Fact]
    public async Task WhatDoesNotStop_GivenDuringTheOutage_IsWithdrawn_AndNeverCarriedOut()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<PlaceOrder>().Any());
        await desk.DislocateAsync();
        await outage.BegunAsync();

        CommandNotTakenException answer = await NotTakenAsync(desk, new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ResetBudget, "anna", "agreed")
        {
            Releases = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb),
        });
        Assert.False(answer.StaysGiven);
        Assert.Contains("was not taken", answer.Message, StringComparison.Ordinal);

        outage.End();
        await desk.OpenPairAsync();
        Assert.Empty(desk.Board.Current!.Approvals);
        Assert.Equal(ControlMode.Run, desk.Board.Current.Control.Mode);
    }

    /// <summary>Reducing is never refused: a sweep waits for the ledger and is carried out, and given again it is the same one.</summary>
    [Theory]
    [InlineData(SweepKind.CloseAll)]
    [InlineData(SweepKind.CancelAll)]
    [InlineData(SweepKind.CloseExposure)]
    public async Task Sweep_GivenDuringTheOutage_StaysGiven_AndIsCarriedOutAfterIt_Once(SweepKind kind)
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<PlaceOrder>().Any());
        await desk.DislocateAsync();
        await outage.BegunAsync();

        var scope = new SweepScope(kind == SweepKind.CloseExposure ? VenueId.OkxPerp : null, null, TakesOff: kind != SweepKind.CancelAll);
        var wish = new SweepRequested(kind, scope, "anna", "api", "sweep-1");
        for (int time = 0; time < 2; time++)
        {
            CommandNotTakenException answer = await NotTakenAsync(desk, () => desk.Commands.SweepAsync(wish, CancellationToken.None));
            Assert.True(answer.StaysGiven);
            Assert.Contains("stays given", answer.Message, StringComparison.Ordinal);
        }

        outage.End();
        EngineSnapshot after = await desk.UntilAsync(s => s.Sweeps.Count > 0);
        Assert.Equal(("sweep-1", kind), (Assert.Single(after.Sweeps).Id, after.Sweeps[0].Kind));
    }

    [Fact]
    public async Task StrategyOff_GivenDuringTheOutage_StaysGiven_AndNothingOpensAfterIt()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<PlaceOrder>().Any());
        await desk.DislocateAsync();
        await outage.BegunAsync();

        Assert.True((await NotTakenAsync(desk, new StrategySwitched(StrategyNames.CrossExchangeArb, false, "anna", "losses"))).StaysGiven);
        outage.End();
        await desk.UntilAsync(s => s.Strategy is { Control.Enabled: false });
        await desk.DislocateAsync();
        await desk.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Placed);
    }

    [Fact]
    public async Task WhatTheEngineHasDecidedAlready_StaysGiven_AndTheAnswerSaysSo()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<ApprovalChanged>().Any());
        var request = new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Resume, "anna", "shift begins");
        await desk.Commands.GiveAsync(new HoldRequested("anna", "news"), CancellationToken.None);

        CommandNotTakenException answer = await NotTakenAsync(desk, () => desk.Commands.GiveAsync(request, CancellationToken.None));
        Assert.True(answer.StaysGiven);
        Assert.Contains("as soon as the ledger takes it", answer.Message, StringComparison.Ordinal);
        outage.End();
        await desk.UntilAsync(s => s.Approvals.Any(a => a.Id == request.Id));
    }

    [Fact]
    public async Task Stop_GoesBeforeEverythingThatWaits()
    {
        await using LoopDesk desk = await LoopDesk.RunningAsync();
        using var outage = new Outage(desk, effects => effects.OfType<PlaceOrder>().Any());
        await desk.DislocateAsync();
        await outage.BegunAsync();
        for (int i = 0; i < 1_000; i++)
        {
            await desk.DislocateAsync();
        }

        await NotTakenAsync(desk, StopOf("hold"));
        outage.End();
        await desk.Chronicle.UntilAsync(lines => lines.Contains("kept: OutageRecorded"));
        Assert.True(Array.IndexOf([.. desk.Chronicle.Lines], "kept: control.hold") < Array.IndexOf([.. desk.Chronicle.Lines], "kept: OutageRecorded"));
        Assert.Empty(desk.Placed);
    }

    private static OperatorCommand StopOf(string which) => which == "kill" ? new KillRequested("anna", "news") : new HoldRequested("anna", "news");

    private static Task<CommandNotTakenException> NotTakenAsync(LoopDesk desk, OperatorCommand command) =>
        NotTakenAsync(desk, () => desk.Commands.GiveAsync(command, CancellationToken.None));

    private static async Task<CommandNotTakenException> NotTakenAsync(LoopDesk desk, Func<Task<CommandReceipt>> give)
    {
        CommandNotTakenException answer = await Assert.ThrowsAsync<CommandNotTakenException>(() => give().WaitAsync(Patience));
        Assert.False(desk.Health.Current.JournalOk);
        return answer;
    }

    /// <summary>From the first commit of a kind on the disk is full, until it is over.</summary>
    private sealed class Outage : IDisposable
    {
        private readonly LoopDesk _desk;
        private volatile bool _isOver;

        public Outage(LoopDesk desk, Func<IReadOnlyList<Effect>, bool> which)
        {
            _desk = desk;
            desk.Ledger.BeforeCommit = (effects, _) =>
            {
                if (!_isOver && which(effects))
                {
                    throw FailingLedger.DiskFull;
                }
            };
        }

        public Task BegunAsync() => _desk.Chronicle.UntilAsync(lines => lines.Any(l => l.StartsWith("failed", StringComparison.Ordinal)));

        public void End() => _isOver = true;

        public void Dispose() => End();
    }
}
