using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a statement is as old as the question that it answers, not as the latest one: while several are under way, and when answers
/// swap, what an older one shows undoes nothing.
/// </summary>
public sealed class StatementAgeStories
{
    [Fact]
    public void MarginCall_IsNotLiftedByAStatementOfBefore_ThoughALaterOneIsUnderWay()
    {
        EngineHarness desk = Desk();
        Okx(desk).MarginRatio = 0.2m;
        Asked before = Ask(desk);
        desk.Skip(TimeSpan.FromMilliseconds(10));
        desk.Feed(new MarginCallReceived(VenueId.OkxPerp, "mgnRatio 1.1"));
        Asked after = Ask(desk);

        Answer(desk, before);
        Assert.False(desk.HasAlert("margin_restored"));
        Answer(desk, after);
        Assert.True(desk.HasAlert("margin_restored"));
    }

    [Fact]
    public void AnswersSwapped_TheOlderChangesNothing()
    {
        EngineHarness desk = Desk();
        Okx(desk).MarginRatio = 0.2m;
        Asked before = Ask(desk);
        desk.Feed(new MarginCallReceived(VenueId.OkxPerp, "mgnRatio 1.1"));
        Okx(desk).MarginRatio = 0.7m;
        Asked after = Ask(desk);

        Answer(desk, after);
        Answer(desk, before);
        Assert.False(desk.HasAlert("margin_restored"));
        Assert.Equal(0.7m, OkxNow(desk).MarginRatio);
    }

    [Fact]
    public void StatementThatNobodyAskedFor_ChangesNothing_AndIsAskedForAtOnce()
    {
        EngineHarness desk = Desk();
        Okx(desk).MarginRatio = 0.7m;
        desk.Feed(new MarginCallReceived(VenueId.OkxPerp, "mgnRatio 1.1"));
        Answer(desk, Ask(desk));
        desk.TakeQuestions();
        Okx(desk).MarginRatio = 0.2m;
        desk.Feed(new AccountReported(Okx(desk).Account(desk.At)));
        Assert.Equal(0.7m, OkxNow(desk).MarginRatio);

        desk.Pass(0.1);
        QueryAccount asked = Assert.Single(desk.TakeQuestions().OfType<QueryAccount>(), q => q.Venue == VenueId.OkxPerp);
        Answer(desk, new Asked(asked, Okx(desk).Account(desk.At)));
        Assert.True(desk.HasAlert("margin_restored"));
    }

    [Fact]
    public void Deposit_BetweenTwoQuestions_IsBooked()
    {
        EngineHarness desk = Desk();
        Asked before = Ask(desk);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 5_000m, desk.At);
        Asked after = Ask(desk);

        // The first agrees, as of when it was asked for: the list of income is looked at from there, with the deposit in it.
        Answer(desk, before);
        Answer(desk, after);
        Assert.Equal([5_000m], Transfers(desk));
    }

    [Fact]
    public void Deposit_BetweenTwoQuestions_AnswersSwapped_IsBookedAndIsNoCase()
    {
        EngineHarness desk = Desk();
        Asked before = Ask(desk);
        Okx(desk).Pay(IncomeKind.Transfer, "TRANSFER", 5_000m, desk.At);
        Asked after = Ask(desk);

        Answer(desk, after);
        Answer(desk, before);
        Assert.Equal([5_000m], Transfers(desk));
        Assert.Equal(105_000m, OkxNow(desk).Account!.WalletBalance);
        desk.AnswersAccounts = true;
        desk.Pass(30);
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Equal([5_000m], Transfers(desk));
    }

    /// <summary>Of 15,000 free 7,500 are for legs; the first pair takes 4,800 of them until a statement knows it.</summary>
    [Theory]
    [InlineData(false, "0.044")]
    [InlineData(true, "0.083")]
    public void MarginOfAPair_IsStatedByAQuestionOfAfterItOpened(bool isAfter, string quantity)
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        desk.AvailableBalance = 15_000m;
        desk.Pass(6);
        desk.AnswersAccounts = false;
        Asked before = Ask(desk, VenueId.BinanceUm);
        desk.OpenPair();
        desk.Feed(new AccountReported(desk.Venues[VenueId.BinanceUm].Account(desk.At, desk.AvailableBalance)));
        desk.Skip(TimeSpan.FromMilliseconds(10));
        desk.Feed(new ClockTicked());
        var after = new Asked(desk.TakeQuestions().OfType<QueryAccount>().Single(q => q.Venue == VenueId.BinanceUm), before.Then);

        Answer(desk, isAfter ? after : before);
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Equal(WireNumber.Parse(quantity), desk.TakePlaced()[0].Quantity.Value);
    }

    private static EngineHarness Desk()
    {
        EngineHarness desk = Desks.Running();
        desk.ReadsIncome = true;
        desk.AnswersAccounts = false;
        return desk;
    }

    private static Asked Ask(EngineHarness desk) => Ask(desk, VenueId.OkxPerp);

    /// <summary>Time goes on until the venue is asked again; what it says then, and nobody has heard yet.</summary>
    private static Asked Ask(EngineHarness desk, VenueId venue)
    {
        desk.TakeQuestions();
        for (int i = 0; i < 100; i++)
        {
            desk.Pass(0.1);
            if (desk.TakeQuestions().OfType<QueryAccount>().LastOrDefault(q => q.Venue == venue) is { } question)
            {
                return new Asked(question, desk.Venues[venue].Account(desk.At, desk.AvailableBalance));
            }
        }

        throw new InvalidOperationException($"{venue} was not asked");
    }

    private static void Answer(EngineHarness desk, Asked asked) => desk.Feed(new AccountReported(asked.Then) { Question = asked.Question.Question });

    private static VenueTruth Okx(EngineHarness desk) => desk.Venues[VenueId.OkxPerp];

    private static VenueSnapshot OkxNow(EngineHarness desk) => desk.Snapshot.Venues.First(v => v.Venue == VenueId.OkxPerp);

    private static IEnumerable<decimal> Transfers(EngineHarness desk) =>
        desk.Ledger.Entries.Where(e => e.Id.StartsWith("transfer:okx-perp:Transfer", StringComparison.Ordinal)).Select(e => e.Postings[0].Amount);

    private sealed record Asked(QueryAccount Question, AccountReport Then);
}
