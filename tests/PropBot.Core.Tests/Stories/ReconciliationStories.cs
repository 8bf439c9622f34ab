using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a difference between our books and a venue's statement that stays stops opening there, and clears by agreeing.</summary>
public sealed class ReconciliationStories
{
    [Fact]
    public void Position_DiffersForFifteenSeconds_BecomesACase_AndClears()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.5m, 60_000m);
        desk.Pass(6);
        Assert.False(desk.HasAlert("reconciliation_case"));
        desk.Pass(16);
        Assert.True(desk.HasAlert("reconciliation_case"));
        Assert.Contains("the venue's 0.5", Case(desk), StringComparison.Ordinal);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("reconciliation") > 0);

        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 60_000m);
        desk.Calm();
        desk.Pass(6);
        Assert.Null(Case(desk));
        Assert.True(desk.HasAlert("reconciled"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void Position_InAnInstrumentThatIsNotTraded_BecomesACase()
    {
        EngineHarness desk = Desks.Running();

        desk.Venues[VenueId.OkxPerp].Interfere(new InstrumentId(VenueId.OkxPerp, Symbol.Parse("DOGEUSDT")), 5m, 0.1m);
        desk.Pass(21);

        Assert.Equal("position DOGEUSDT: ours not an instrument of this desk, the venue's 5", Case(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void Position_DiffersByAnotherNumberEachTime_IsACaseAllTheSame()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < 5; i++)
        {
            desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.1m, 60_000m);
            desk.Pass(5);
        }

        Assert.NotNull(Case(desk));
        desk.Pass(6);
        Assert.Contains("the venue's 0.5", Case(desk), StringComparison.Ordinal);
    }

    [Fact]
    public void Wallet_Differs_BecomesACase()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Deposit(-25m);
        desk.Pass(21);
        Assert.Contains("wallet USDT: ours 100000, the venue's 99975", Case(desk), StringComparison.Ordinal);
    }

    [Fact]
    public void FillToldLate_IsNoCase()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Execute(s, 0.08m);
        desk.Pass(12);
        desk.Tell(desk.Venues[VenueId.OkxPerp].FillsOf(s.ClientOrderId)[0]);
        desk.Expire(s);
        desk.Pass(12);
        Assert.False(desk.HasAlert("reconciliation_case"));
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void OpenPair_OverManyStatements_AgreesWithTheVenues()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Pass(60);
        Assert.False(desk.HasAlert("reconciliation_case"));
        Assert.All(desk.Snapshot.Preflight, c => Assert.True(c.Ok, c.Name));
    }

    [Fact]
    public void EmptyAccount_FundedLater_OpensTheBooksOnce()
    {
        EngineHarness desk = Desks.Stopped();
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        okx.Deposit(-100_000m);
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.DoesNotContain(desk.Ledger.Entries, e => e.Id == "transfer:okx-perp:opening");
        okx.Deposit(2_000m);
        desk.Pass(20);
        Assert.Equal(2_000m, desk.Ledger.Balance(LedgerAccount.Cash(VenueId.OkxPerp), Asset.Usdt));
        Assert.Null(Case(desk));
    }

    private static string? Case(EngineHarness desk) => desk.OnlyCase()?.ToString();
}
