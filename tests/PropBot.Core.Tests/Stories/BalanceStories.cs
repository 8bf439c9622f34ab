using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a wallet that changed by what is no trade is explained by the venue's own list of income and booked; what that list does not
/// explain is a case with both documents.
/// </summary>
public sealed class BalanceStories
{
    [Fact]
    public void Deposit_IsBookedAsATransfer_IsNoCase_AndHidesNoLoss()
    {
        EngineHarness desk = Desk();
        decimal capital = desk.Snapshot.Totals.Capital;
        decimal dayStart = desk.Ledger.Control.DayStartEquity!.Value;
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 5_000m, desk.At);
        desk.Pass(21);

        Assert.Empty(desk.Snapshot.Cases);
        JournalEntry transfer = Assert.Single(desk.Ledger.Entries, e => e.Id == "transfer:okx-perp:Transfer:i0");
        Assert.Equal((EntryKind.Transfer, 5_000m), (transfer.Kind, transfer.Postings[0].Amount));
        Assert.Equal(capital + 5_000m, desk.Snapshot.Totals.Capital);
        Assert.Equal(dayStart + 5_000m, desk.Ledger.Control.DayStartEquity);
        Assert.Equal(0m, desk.Snapshot.Day.WorstLosses);
        Assert.True(desk.HasAlert("transfer_booked"));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Rebate_IsBookedAsIncome_AndCountsAsProfit()
    {
        EngineHarness desk = Desk();
        Okx(desk).Pay(IncomeKind.Other, "REBATE", 12.5m, desk.At);
        desk.Pass(21);

        Assert.Empty(desk.Snapshot.Cases);
        Assert.Equal(12.5m, desk.Snapshot.Totals.OtherIncome);
        Assert.Equal(EntryKind.Income, Assert.Single(desk.Ledger.Entries, e => e.Id == "income:okx-perp:Other:i0").Kind);
    }

    [Fact]
    public void WhatTheListDoesNotExplain_IsACaseWithBothDocuments_WhichIsAlsoWhatPeopleExplain()
    {
        EngineHarness desk = Desk();
        Okx(desk).Deposit(-25m);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 100m, desk.At);
        desk.Pass(21);

        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal((new CaseMatter(VenueId.OkxPerp, null, CaseKind.Balance, "USDT"), -25m), (open.Matter, open.Difference));
        Assert.Contains("100000 to 100100: realised 0, fees 0, funding 0, transfers 100, other 0", open.Ours, StringComparison.Ordinal);
        Assert.Contains("100000 to 100075: realised 0, fees 0, funding 0, transfers 100, other 0 [TRANSFER 100 at ", open.Theirs, StringComparison.Ordinal);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.Calm();

        desk.Feed(new CaseResolved(open.Id, "anna", "a fee of the venue, ticket 7"));
        desk.Pass(21);
        Assert.Empty(desk.Snapshot.Cases);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", -40m, desk.At);
        desk.Pass(21);
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Contains(desk.Ledger.Entries, e => e.Kind == EntryKind.Transfer && e.Postings[0].Amount == -40m);
    }

    /// <summary>A fee in another coin counts in profit and daily loss, and no wallet in the settle coin paid it: the case must not show it as a fee of this one.</summary>
    [Fact]
    public void CaseOfTheWallet_AfterAFeeInAnotherCoin_ShowsTheFeesOfThisWallet_AndSaysWhatElseIsCounted()
    {
        EngineHarness desk = Desk();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        FillReport fill = desk.Execute(s, s.Quantity.Value);
        Okx(desk).Deposit(-fill.Fee.Amount);
        desk.Tell(fill with { Fee = new Money(-0.004m, new Asset("OKB")) });
        decimal worth = -desk.Pair(s.Pair).Short.Fees;
        Assert.True(worth > 0m);
        Okx(desk).Deposit(-25m);
        desk.Pass(41);

        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal((CaseKind.Balance, -25m), (open.Matter.Kind, open.Difference));
        string counted = WireNumber.Format(Math.Round(worth, 4, MidpointRounding.ToZero));
        Assert.Contains($": realised 0, fees 0, funding 0, transfers 0, other 0; fees in other coins, counted {counted}, are not in it: this wallet did not pay them", open.Ours, StringComparison.Ordinal);
    }

    [Fact]
    public void List_ThatCannotBeRead_LeavesACaseOfTheWallet_UntilItCan()
    {
        EngineHarness desk = Desk();
        desk.ReadsIncome = false;
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 700m, desk.At);
        desk.Pass(21);
        Assert.Equal(CaseKind.Wallet, desk.OnlyCase()!.Matter.Kind);

        desk.ReadsIncome = true;
        desk.Pass(41);
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Contains(desk.Ledger.Entries, e => e.Kind == EntryKind.Transfer && e.Postings[0].Amount == 700m);
    }

    [Fact]
    public void Deposit_WhileTheProcessWasDown_IsBookedOnce_OverTwoRestarts()
    {
        EngineHarness desk = Desk();
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 200m, desk.At);
        desk.Pass(21);
        desk.Skip(TimeSpan.FromMinutes(5));
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 300m, desk.At);
        for (int start = 0; start < 2; start++)
        {
            desk.Restart();
            desk.Connect();
            desk.Calm();
            desk.Pass(21);
            Assert.Empty(desk.Snapshot.Cases);
            Assert.Equal([200m, 300m], desk.Ledger.Entries.Where(e => e.Id.StartsWith("transfer:okx-perp:Transfer", StringComparison.Ordinal)).Select(e => e.Postings[0].Amount));
        }
    }

    [Fact]
    public void Difference_IsAskedForAtOnce_AndAgainOnlyAfterAPause()
    {
        EngineHarness desk = Desk();
        int asked = 0;
        desk.Observer = (_, effects) => asked += effects.OfType<QueryIncome>().Count(q => !q.IsRoutine);
        desk.Pass(300);
        Assert.Equal(0, asked);
        Okx(desk).Deposit(-25m);
        desk.Pass(6);
        Assert.Equal(1, asked);
        desk.Pass(60);
        Assert.InRange(asked, 2, 3);
    }

    /// <summary>The venue's clock is behind ours: by it the deposit came before the statement that does not have it yet.</summary>
    [Fact]
    public void Deposit_ListedAsOlderThanTheLastAgreement_IsFoundAllTheSame()
    {
        EngineHarness desk = Desk();
        desk.Pass(60);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 5_000m, desk.At.AddSeconds(-40));
        desk.Pass(21);

        Assert.Empty(desk.Snapshot.Cases);
        Assert.Contains(desk.Ledger.Entries, e => e.Kind == EntryKind.Transfer && e.Postings[0].Amount == 5_000m);
    }

    /// <summary>
    /// The money that the books began with is a line of the venue's list too, a moment before the ledger: a difference in the first minute that
    /// the list does not explain must not take it for a new deposit.
    /// </summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void MoneyThatTheBooksBeganWith_IsNotBookedAgain(int secondsAfterTheLedger)
    {
        EngineHarness desk = Desks.Stopped(o => o with { LedgerSince = EngineHarness.Noon });
        desk.ReadsIncome = true;
        Okx(desk).List(IncomeKind.Transfer, "TRANSFER", 100_000m, EngineHarness.Noon.AddSeconds(secondsAfterTheLedger));
        desk.Begin();
        desk.Pass(11);
        decimal dayStart = desk.Ledger.Control.DayStartEquity!.Value;
        Okx(desk).Deposit(-25m);
        desk.Pass(41);

        Assert.Equal(dayStart, desk.Ledger.Control.DayStartEquity);
        Assert.Equal(-25m, desk.OnlyCase()!.Difference);
        Assert.DoesNotContain(desk.Ledger.Entries, e => e.Id.StartsWith("transfer:okx-perp:Transfer", StringComparison.Ordinal));
    }

    [Fact]
    public void List_IsLookedThroughEveryHour_AndAtOnceAfterAGap_ThoughNothingDiffers()
    {
        EngineHarness desk = Desk();
        var asked = new List<(VenueId Venue, TimeSpan After)>();
        TimeSpan from = desk.Elapsed;
        desk.Observer = (_, effects) => asked.AddRange(effects.OfType<QueryIncome>().Where(q => q.IsRoutine).Select(q => (q.Venue, desk.Elapsed - from)));
        desk.Pass(TimeSpan.FromMinutes(59));
        Assert.Empty(asked);
        desk.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal([VenueId.BinanceUm, VenueId.OkxPerp], asked.Select(a => a.Venue).Order());

        asked.Clear();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection reset"));
        desk.Pass(5);
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, ""));
        desk.Pass(21);
        Assert.Equal(VenueId.OkxPerp, Assert.Single(asked).Venue);
    }

    /// <summary>No wallet ever shows it; the books have it all the same within the hour.</summary>
    [Fact]
    public void WhatCancelsOut_IsBookedOnce_WithTheRegularLook()
    {
        EngineHarness desk = Desk();
        decimal capital = desk.Snapshot.Totals.Capital;
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 5_000m, desk.At);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", -5_000m, desk.At);
        desk.Pass(TimeSpan.FromHours(2.5));

        Assert.Equal([5_000m, -5_000m], desk.Ledger.Entries.Where(e => e.Id.StartsWith("transfer:okx-perp:Transfer", StringComparison.Ordinal)).Select(e => e.Postings[0].Amount).OrderDescending());
        Assert.Equal(capital, desk.Snapshot.Totals.Capital);
        Assert.Empty(desk.Snapshot.Cases);
    }

    /// <summary>Each is too little to be seen. Without the regular look the third would make a difference that its own list does not explain.</summary>
    [Fact]
    public void WhatIsTooLittleToBeSeen_IsBookedBeforeItAddsUpToACase()
    {
        EngineHarness desk = Desk();
        for (int day = 1; day <= 4; day++)
        {
            Okx(desk).Pay(IncomeKind.Other, "REBATE", 0.004m, desk.At);
            desk.Pass(TimeSpan.FromMinutes(70));
            Assert.Equal(0.004m * day, desk.Snapshot.Totals.OtherIncome);
        }

        Assert.Empty(desk.Snapshot.Cases);
    }

    /// <summary>A person has explained what the venue lists only afterwards: it is in the books as explained, and is not booked too.</summary>
    [Fact]
    public void WhatAPersonHasExplained_IsNotBookedWhenTheListHasItLate()
    {
        EngineHarness desk = Desk();
        DateTimeOffset at = desk.At;
        Okx(desk).Deposit(-25m);
        desk.Pass(41);
        desk.Feed(new CaseResolved(desk.OnlyCase()!.Id, "anna", "a fee of the venue, ticket 7"));
        desk.Pass(21);
        Okx(desk).List(IncomeKind.Other, "FEE", -25m, at);
        desk.Pass(TimeSpan.FromHours(2.5));

        Assert.Equal(0m, desk.Snapshot.Totals.OtherIncome);
        Assert.Empty(desk.Snapshot.Cases);
    }

    private static EngineHarness Desk()
    {
        EngineHarness desk = Desks.Running();
        desk.ReadsIncome = true;
        desk.Pass(11);
        return desk;
    }

    private static VenueTruth Okx(EngineHarness desk) => desk.Venues[VenueId.OkxPerp];
}
