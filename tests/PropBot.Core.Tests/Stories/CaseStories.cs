using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a case has both documents, an owner and an end. It stops opening where it stands and nowhere else, outlives the process,
/// and ends when the two agree or a person explains it; an explanation holds until the difference changes.
/// </summary>
public sealed class CaseStories
{
    [Fact]
    public void Position_StopsItsInstrumentAlone_AndNotTheVenuesOthers()
    {
        EngineHarness desk = Desks.Stopped(
            null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BinanceEth, TestInstruments.OkxEth);
        desk.Start();
        desk.Connect();
        foreach (InstrumentId id in desk.Instruments.Select(i => i.Id))
        {
            desk.Quote(id, id.Symbol == TestInstruments.Btc ? Desks.Bid : 3_000m, id.Symbol == TestInstruments.Btc ? Desks.Ask : 3_000.01m);
        }

        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.5m, 60_000m);
        desk.Pass(21);
        Assert.Equal((CaseMatter.Of(Desks.Okx, CaseKind.Position), "0", "0.5", 0.5m, "system"), Documents(desk));

        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(TestInstruments.OkxEth.Id, 3_030m, 3_030.01m);
        Assert.Equal([TestInstruments.Eth, TestInstruments.Eth], desk.TakePlaced().Select(o => o.Instrument.Symbol));
    }

    [Fact]
    public void Wallet_StopsTheWholeVenue_AndNeitherRescueNorClose()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Venues[VenueId.OkxPerp].Deposit(-25m);
        desk.Pass(21);
        Assert.Equal(new CaseMatter(VenueId.OkxPerp, null, CaseKind.Wallet, "USDT"), desk.OnlyCase()!.Matter);

        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.Pass(0.3);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);

        desk.Pass(16);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void Case_SurvivesTheRestart_WithItsOwnerAndItsNumber()
    {
        EngineHarness desk = WithForeignPosition(0.5m);
        desk.Feed(new CaseTaken(new CaseId(1), "anna", "r-1"));
        desk.Restart();
        Assert.Equal((new CaseId(1), "anna", true), (desk.OnlyCase()!.Id, desk.OnlyCase()!.Owner, desk.OnlyCase()!.IsOpen));

        desk.ConnectQuietly();
        desk.Pass(1);
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.Pass(30);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        desk.Calm();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 60_000m);
        desk.Pass(6);
        ReconciliationCase resolved = desk.Ledger.Cases[new CaseId(1)];
        Assert.Equal((CaseStatus.Resolved, "system", "anna", false), (resolved.Status, resolved.ResolvedBy, resolved.Owner, resolved.IsExplained));
        Assert.Equal(desk.At, resolved.ResolvedAt!.Value, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void Taken_IsTheTakers_AndInTheJournal()
    {
        EngineHarness desk = WithForeignPosition(0.5m);
        desk.Feed(new CaseTaken(new CaseId(1), "anna", "r-1"));
        Assert.Equal("anna", desk.OnlyCase()!.Owner);
        Assert.Equal(("anna", "r-1"), Line(desk, "case.taken"));

        // Nobody takes what is not there.
        desk.Feed(new CaseTaken(new CaseId(7), "anna", "r-2"));
        Assert.Single(desk.Ledger.Lines, l => l.Type == "case.taken");
    }

    [Fact]
    public void ResolvedByAPerson_OpensAgain_AndStaysExplainedOverStatementsAndTheRestart()
    {
        EngineHarness desk = WithForeignPosition(0.5m);
        desk.Feed(new CaseResolved(new CaseId(1), "boris", "the treasury's own hedge", "r-3"));
        ReconciliationCase resolved = desk.Ledger.Cases[new CaseId(1)];
        Assert.Equal(
            (CaseStatus.Resolved, "boris", "boris", "the treasury's own hedge", true),
            (resolved.Status, resolved.Owner, resolved.ResolvedBy, resolved.Resolution, resolved.IsExplained));
        Assert.Equal(("boris", "r-3"), Line(desk, "case.resolved"));
        Assert.True(desk.HasAlert("reconciled"));

        desk.Pass(30);
        Assert.Null(desk.OnlyCase());
        Assert.All(desk.Snapshot.Preflight, c => Assert.True(c.Ok, c.Name));
        PairId id = desk.OpenPair();
        // Our short is netted against the foreign long, and the sum is what was explained.
        desk.Pass(30);
        Assert.Null(desk.OnlyCase());

        desk.Restart();
        desk.Connect();
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        desk.Pass(30);
        Assert.Null(desk.OnlyCase());
        Assert.Equal(PairStatus.Open, desk.Pair(id).Status);
    }

    [Fact]
    public void ExplainedPosition_ThatChanges_IsANewCase()
    {
        EngineHarness desk = WithForeignPosition(0.5m);
        desk.Feed(new CaseResolved(new CaseId(1), "boris", "the treasury's own hedge"));
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.1m, 60_000m);
        desk.Pass(10);
        Assert.Null(desk.OnlyCase());
        desk.Pass(11);
        Assert.Equal((new CaseId(2), "0.6"), (desk.OnlyCase()!.Id, desk.OnlyCase()!.Theirs));
        Assert.False(desk.Ledger.Cases[new CaseId(1)].IsExplained);
    }

    [Fact]
    public void ExplainedPosition_ThatIsGone_EndsTheExplanation_AndWhatItEarnedIsAWalletCase()
    {
        EngineHarness desk = WithForeignPosition(0.5m);
        desk.Feed(new CaseResolved(new CaseId(1), "boris", "the treasury's own hedge"));
        // Sold 100 higher than bought: 0.5 x 100 = 50 that no entry of ours explains.
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 60_100m);
        desk.Pass(21);
        Assert.Equal((CaseKind.Wallet, 50m), (desk.OnlyCase()!.Matter.Kind, desk.OnlyCase()!.Difference));
        Assert.False(desk.Ledger.Cases[new CaseId(1)].IsExplained);

        desk.Feed(new CaseResolved(new CaseId(2), "anna", "its profit"));
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.5m, 60_000m);
        desk.Pass(21);
        Assert.Equal((new CaseId(3), CaseKind.Position), (desk.OnlyCase()!.Id, desk.OnlyCase()!.Matter.Kind));
    }

    [Fact]
    public void ExplainedWallet_IsNoCase_UntilItMovesByMoreThanRounding()
    {
        EngineHarness desk = Desks.Running();
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        okx.Deposit(250m);
        desk.Pass(21);
        desk.Feed(new CaseResolved(desk.OnlyCase()!.Id, "anna", "topped up"));
        okx.Deposit(0.005m);
        desk.Pass(30);
        Assert.Null(desk.OnlyCase());
        okx.Deposit(-1m);
        desk.Pass(21);
        Assert.Equal((new CaseId(2), 249.005m), (desk.OnlyCase()!.Id, desk.OnlyCase()!.Difference));
    }

    [Fact]
    public void AutoDeleveraging_ToldLate_ExplainsTheDifference_AndItsCaseEndsByItself()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        ForcedFill untold = desk.Force(Desks.Okx, OrderOrigin.AutoDeleveraging, 0.08m, 60_400m);
        desk.Pass(21);
        Assert.Equal(("-0.08", "0"), (desk.OnlyCase()!.Ours, desk.OnlyCase()!.Theirs));

        desk.Feed(new ForcedFillSeen(untold));
        // The other leg is taken off while the case is open.
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        desk.Calm();
        desk.Pass(6);
        Assert.Equal((CaseStatus.Resolved, "system"), (desk.Ledger.Cases[new CaseId(1)].Status, desk.Ledger.Cases[new CaseId(1)].ResolvedBy));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void UnresolvedOrder_IsACaseOfItsInstrument_UntilItHasAnEnd()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        desk.Expire(l);
        desk.Reach(s);
        desk.LoseAnswer(s);
        desk.Pass(16);
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.UnresolvedOrder, s.ClientOrderId.Value), desk.OnlyCase()!.Matter);
        desk.Expire(s);
        desk.Pass(0.2);
        Assert.Null(desk.OnlyCase());
        Assert.Contains("Expired", desk.Ledger.Cases[new CaseId(1)].Resolution, StringComparison.Ordinal);
    }

    /// <summary>A position at OKX that this desk did not make, as case C000001.</summary>
    private static EngineHarness WithForeignPosition(decimal quantity)
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, quantity, 60_000m);
        desk.Pass(21);
        Assert.Equal(new CaseId(1), desk.OnlyCase()!.Id);
        return desk;
    }

    private static (CaseMatter, string, string, decimal?, string) Documents(EngineHarness desk)
    {
        ReconciliationCase open = desk.OnlyCase()!;
        return (open.Matter, open.Ours, open.Theirs, open.Difference, open.Owner);
    }

    private static (string Actor, string CorrelationId) Line(EngineHarness desk, string type)
    {
        var payload = Assert.Single(desk.Ledger.Lines, l => l.Type == type).Payload.ToDictionary(p => p.Key, p => p.Value);
        return (payload["actor"], payload["correlation_id"]);
    }
}
