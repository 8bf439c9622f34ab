using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: anybody holds and kills at once; only two different people lead back, step by step, and a restart forgets nothing.</summary>
public sealed class ControlStories
{
    [Fact]
    public void Holds_OfSeveralPeopleAndAgain_AreStackedEachWithItsFirstTime()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "news", "r-1"));
        DateTimeOffset first = desk.At;
        desk.Pass(10);
        desk.Feed(new HoldRequested("anna", "news", "r-2"));
        desk.Feed(new HoldRequested("boris", "news", "r-3"));
        desk.Feed(new HoldRequested("anna", "lunch", "r-4"));

        Assert.Equal(
            [("anna", "news", first, "r-1"), ("boris", "news", first.AddSeconds(10), "r-3"), ("anna", "lunch", first.AddSeconds(10), "r-4")],
            desk.Ledger.Control.Holds.Causes.Select(c => (c.Source, c.Reason, c.Since, c.CorrelationId)));
        Assert.Equal(("news", "anna", first), (desk.Ledger.Control.HoldReason, desk.Ledger.Control.HoldSource, desk.Ledger.Control.HoldSince));
        Assert.True(desk.Ledger.Control.SafeMode);
        // The start holds too.
        Assert.Equal(5, desk.Ledger.Lines.Count(l => l.Type == "control.hold"));
    }

    [Fact]
    public void Holds_BeyondTheBound_AreJournaledAndTheDeskHolds()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < HoldStack.MaxCauses + 5; i++)
        {
            desk.Feed(new HoldRequested("anna", $"reason {i}"));
        }

        Assert.Equal(HoldStack.MaxCauses, desk.Ledger.Control.Holds.Causes.Count);
        Assert.Equal(HoldStack.MaxCauses + 6, desk.Ledger.Lines.Count(l => l.Type == "control.hold"));
    }

    [Theory]
    [InlineData("api", "boris")]
    [InlineData("anna", "API")]
    public void SharedToken_NeitherRequestsNorConfirms_AndHoldsAllTheSame(string requester, string approver)
    {
        EngineHarness desk = Desks.Running(o => o with { Control = o.Control with { SharedOperator = "api" } });
        desk.Feed(new HoldRequested("api", "news"));
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        desk.RequestResume(requester);
        desk.ConfirmResume(approver);
        Assert.True(desk.Ledger.Control.IsHeld);
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "command.refused" && l.Payload.Contains(new("code", "shared_operator")));
    }

    [Fact]
    public void LeavingHold_TakesThreeSteps_AndEachOneAlone_OpensNothing()
    {
        EngineHarness desk = Held();
        AssertHolds(desk, "hold_active");

        ApprovalId id = desk.RequestResume("anna");
        ApprovalRecord request = Assert.Single(desk.Ledger.Approvals);
        Assert.Equal((id, ApprovalStatus.Pending, "anna", desk.At.AddMinutes(15)), (request.Id, request.Status, request.RequestedBy, request.ExpiresAt));
        Assert.Contains(new("reasons", "news (anna)"), request.Parameters);
        AssertHolds(desk, "hold_active");

        desk.ConfirmResume("boris");
        Assert.Equal((false, ControlMode.Hold, true), (desk.Ledger.Control.IsHeld, desk.Ledger.Control.Mode, desk.Ledger.Control.SafeMode));
        Assert.Equal(desk.At, desk.Ledger.Control.ReleasedAt);
        Assert.Equal("hold", desk.Snapshot.OpeningBlocks[0].Code);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);

        desk.Feed(new ResumeRequested("clara", "go"));
        Assert.Equal(ControlState.Running().Mode, desk.Ledger.Control.Mode);
        Assert.Equal((ApprovalStatus.Used, "boris", "clara"), (desk.Ledger.Approvals[0].Status, desk.Ledger.Approvals[0].DecidedBy, desk.Ledger.Approvals[0].UsedBy));
        desk.OpenPair();
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("ANNA")]
    public void Confirm_ByTheRequester_IsRefusedAndJournaled(string name)
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        IReadOnlyList<Effect> effects = desk.ConfirmResume(name);
        Assert.Equal("same_person", desk.Engine.Refusal?.Code);
        Assert.Contains(effects.OfType<Journaled>(), j => j.Type == "command.refused" && j.Payload.Contains(new("code", "same_person")));
        Assert.True(desk.Ledger.Control.IsHeld);
        AssertHolds(desk, "hold_active");
        desk.ConfirmResume("boris");
        Assert.Null(desk.Engine.Refusal);
    }

    [Fact]
    public void Confirm_ByTheRequester_WithoutTheTwoManRule_IsTakenAndSaysSo()
    {
        EngineHarness desk = Held(o => o with { Control = o.Control with { TwoManRule = false } });
        desk.LeaveHold("anna", "anna");
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.Contains(new("two_man_rule", "off"), desk.Ledger.Approvals[0].Parameters);
    }

    [Fact]
    public void Request_WhileOneWaits_LeavesTheFirst()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna", "first");
        IReadOnlyList<Effect> again = desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(99), ApprovalAction.Resume, "boris", "second"));
        Assert.Empty(again);
        Assert.Equal("first", Assert.Single(desk.Snapshot.Approvals).Reason);
        desk.ConfirmResume("boris");
        Assert.Null(desk.Engine.Refusal);
    }

    [Fact]
    public void HoldAgain_LeavesARequestThatWaits_AndVoidsAConfirmedOne()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        desk.Feed(new HoldRequested("clara", "withdrawals stopped"));
        Assert.Equal(ApprovalStatus.Pending, desk.Ledger.Approvals[0].Status);

        // The request showed Anna's cause alone, and no more than that is let go of.
        IReadOnlyList<Effect> effects = desk.Feed(new ApprovalConfirmed(ApprovalAction.Resume, null, "boris"));
        Assert.Equal("withdrawals stopped (clara)", desk.Ledger.Control.Holds.ToString());
        Assert.Contains(effects.OfType<AlertRaised>(), a => a.Code == "resume_confirmed" && a.English.Contains("withdrawals stopped (clara)", StringComparison.Ordinal));
        Assert.Equal(ApprovalStatus.Used, desk.Ledger.Approvals[0].Status);
        AssertHolds(desk, "hold_active");

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(77), ApprovalAction.Resume, "anna", "over"));
        desk.ConfirmResume("boris");
        Assert.False(desk.Ledger.Control.IsHeld);
        desk.Feed(new HoldRequested("clara", "wait"));
        ApprovalRecord second = desk.Ledger.Approvals.Single(a => a.Status != ApprovalStatus.Used);
        Assert.Equal((ApprovalStatus.Revoked, "held anew: wait (clara)"), (second.Status, second.Note));
        AssertHolds(desk, "hold_active");
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void HoldAgain_WithTheSameWordsAfterTheRequest_IsALaterWord()
    {
        EngineHarness desk = Held();
        desk.RequestResume("boris");
        desk.Pass(1);
        desk.Feed(new HoldRequested("anna", "news"));
        desk.ConfirmResume("clara");
        Assert.Equal("news (anna)", desk.Ledger.Control.Holds.ToString());
    }

    [Fact]
    public void HoldAfterTheRequest_InAFullStack_IsStillALaterWord()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < HoldStack.MaxCauses; i++)
        {
            desk.Feed(new HoldRequested("anna", $"reason {i}"));
        }

        desk.RequestResume("anna");
        desk.Feed(new HoldRequested("clara", "withdrawals stopped"));
        desk.ConfirmResume("boris");
        Assert.Equal("withdrawals stopped (clara)", desk.Ledger.Control.Holds.ToString());
    }

    [Fact]
    public void Request_Confirmation_AndRejection_AreJournaledWithTheirOwnActorChannelAndCommand()
    {
        EngineHarness desk = Held();
        ApprovalId first = OperatorSteps.IdOf(1);
        ApprovalId second = OperatorSteps.IdOf(2);
        Journaled[] lines =
        [
            .. desk.Feed(new ApprovalRequested(first, ApprovalAction.Resume, "anna", "over", "r-1") { Channel = "telegram" }).OfType<Journaled>(),
            .. desk.Feed(new ApprovalRejected(first, "boris", "not yet", "r-2")).OfType<Journaled>(),
            .. desk.Feed(new ApprovalRequested(second, ApprovalAction.Resume, "anna", "over", "r-3")).OfType<Journaled>(),
            .. desk.Feed(new ApprovalConfirmed(ApprovalAction.Resume, second, "boris", "r-4") { Channel = "telegram" }).OfType<Journaled>(),
        ];
        Assert.Equal(
            [
                $"approval.request {first} resume anna telegram over r-1", $"approval.reject {first} resume boris ui not yet r-2",
                $"approval.request {second} resume anna ui over r-3", $"approval.confirm {second} resume boris telegram over r-4",
            ],
            lines.Where(l => l.Type.StartsWith("approval.", StringComparison.Ordinal)).Select(l => string.Join(' ', l.Payload.Select(p => p.Value).Prepend(l.Type))));
    }

    [Fact]
    public void Approval_IsUsedOnce()
    {
        EngineHarness desk = Held();
        desk.LeaveHold();
        desk.Feed(new HoldRequested("anna", "again"));
        desk.ConfirmResume("boris");
        Assert.Equal("request_missing", desk.Engine.Refusal?.Code);
        AssertHolds(desk, "hold_active");
    }

    [Fact]
    public void Approval_NobodyConfirms_ExpiresAfterItsTime()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        desk.Pass(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Equal(ApprovalStatus.Pending, desk.Ledger.Approvals[0].Status);
        desk.Pass(1);
        Assert.Equal(ApprovalStatus.Expired, desk.Ledger.Approvals[0].Status);
        desk.ConfirmResume("boris");
        Assert.Equal("request_missing", desk.Engine.Refusal?.Code);
    }

    [Fact]
    public void Approval_ConfirmedAndNotCarriedOut_ExpiresAndCanBeRequestedAgain()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        desk.ConfirmResume("boris");
        desk.Pass(TimeSpan.FromMinutes(15));
        Assert.Equal(ApprovalStatus.Expired, desk.Ledger.Approvals[0].Status);
        AssertHolds(desk, "safe_mode");
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Reject_EndsTheRequest_AndAnUnknownOrDoneOneIsNamed()
    {
        EngineHarness desk = Held();
        ApprovalId id = desk.RequestResume("anna");
        desk.Feed(new ApprovalRejected(id, "boris", "books look odd"));
        Assert.Equal((ApprovalStatus.Rejected, "boris", "books look odd"), (desk.Ledger.Approvals[0].Status, desk.Ledger.Approvals[0].DecidedBy, desk.Ledger.Approvals[0].Note));
        desk.Feed(new ApprovalRejected(id, "boris", "again"));
        Assert.Equal("request_not_pending", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRejected(OperatorSteps.IdOf(77), "boris", "x"));
        Assert.Equal("request_not_found", desk.Engine.Refusal?.Code);
        desk.ConfirmResume("boris");
        Assert.Equal("request_missing", desk.Engine.Refusal?.Code);
    }

    [Fact]
    public void Confirm_OfAnotherRequestThanTheOneThatWaits_IsRefused()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Resume, OperatorSteps.IdOf(55), "boris"));
        Assert.Equal("request_not_found", desk.Engine.Refusal?.Code);
        Assert.True(desk.Ledger.Control.IsHeld);
    }

    [Fact]
    public void Requests_WithNothingToDo_AreRefused()
    {
        EngineHarness desk = Desks.Running();
        desk.RequestResume("anna");
        Assert.Equal("hold_not_active", desk.Engine.Refusal?.Code);
        desk.Request(ApprovalAction.Unkill, "anna", "x");
        Assert.Equal("not_killed", desk.Engine.Refusal?.Code);
        Assert.Empty(desk.Ledger.Approvals);
    }

    [Fact]
    public void Restart_KeepsHoldsAndARequestThatWaits_AndVoidsAConfirmedOne()
    {
        EngineHarness desk = Held();
        HoldCause news = desk.Ledger.Control.Holds.Causes[0];
        desk.RequestResume("anna");
        desk.Restart();
        Assert.Equal([news.Reason, "restart_safe_mode"], desk.Ledger.Control.Holds.Causes.Select(c => c.Reason));
        Assert.Equal(news, desk.Ledger.Control.Holds.Head);
        Assert.Equal(ApprovalStatus.Pending, Assert.Single(desk.Snapshot.Approvals).Status);
        desk.ConnectQuietly();
        desk.Pass(20);
        desk.ConfirmResume("boris");
        Assert.Null(desk.Engine.Refusal);

        desk.Restart();
        Assert.Equal((ApprovalStatus.Revoked, "the process was started again"), (desk.Ledger.Approvals[0].Status, desk.Ledger.Approvals[0].Note));
        Assert.Equal(["restart_before_resume", "restart_safe_mode"], desk.Ledger.Control.Holds.Causes.Select(c => c.Reason));
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Restart_AfterTheRequestsTime_ExpiresIt()
    {
        EngineHarness desk = Held();
        desk.RequestResume("anna");
        desk.Skip(TimeSpan.FromMinutes(16));
        desk.Restart();
        desk.Pass(0.1);
        Assert.Equal(ApprovalStatus.Expired, desk.Ledger.Approvals[0].Status);
    }

    [Fact]
    public void Resume_WithARedCheckOfTheDesk_IsRefusedWithItsName_AndTheApprovalStands()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Autopilot = false });
        desk.AnswersAccounts = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(1);
        desk.RequestResume("anna");
        desk.ConfirmResume("boris");
        desk.Feed(new ResumeRequested("boris", "go"));
        Assert.Equal("preflight_failed", desk.Engine.Refusal?.Code);
        Assert.Contains("daily_loss: the equity is not known", desk.Engine.Refusal!.English, StringComparison.Ordinal);
        desk.AnswerQuestions();
        desk.Pass(0.1);
        desk.Feed(new ResumeRequested("boris", "go"));
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Resume_WithOneVenueGone_IsPeoplesChoice_AndTheRequestShowsIt()
    {
        EngineHarness desk = Held();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));
        desk.LeaveHold();
        Assert.Contains(desk.Ledger.Approvals[0].Parameters, p => p.Key == "red_checks" && p.Value.Contains("okx-perp: cable", StringComparison.Ordinal));
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void DryRun_HoldsNobodyUp_AndOpensNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { Control = o.Control with { DryRun = true } });
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("dry_run") > 0);
        Assert.True(desk.Snapshot.IsDryRun);
    }

    private static EngineHarness Held(Func<EngineOptions, EngineOptions>? change = null)
    {
        EngineHarness desk = Desks.Running(change);
        desk.Feed(new HoldRequested("anna", "news"));
        return desk;
    }

    /// <summary>The last step is refused for this reason, and a dislocation opens nothing.</summary>
    private static void AssertHolds(EngineHarness desk, string code)
    {
        desk.Feed(new ResumeRequested("clara", "tries"));
        Assert.Equal(code, desk.Engine.Refusal?.Code);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
    }
}
