using Microsoft.Data.Sqlite;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Checks;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger.Tests;

/// <summary>Goal: a ledger of a good shift passes, and whatever rule is broken in one is named with the line.</summary>
public sealed class LedgerCheckTests : IDisposable
{
    private static readonly DateTimeOffset At = Samples.Noon;
    private static readonly HoldCause News = new(HoldKind.Operator, "news", "anna", At, "c-1");

    private readonly ScratchDirectory _scratch = new();
    private readonly SqliteLedgerStore _store;
    private long _sequence;
    private DateTimeOffset _now = At;

    public LedgerCheckTests()
    {
        _store = SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System);
        _store.Load();
        Commit(new ControlChanged(ControlState.Held(new HoldCause(HoldKind.Start, "restart_safe_mode", "bootstrap", At))), Told("control.hold", "system", "bootstrap", ""), Line("restart.begin", ("epoch", "7")));
        Commit(Line("restart.resume", ("status", "RESUMED")));
        Commit(new ControlChanged(ControlState.Running()), Told("control.run", "anna", "ui", "c-0"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void GoodShift_KeepsEveryRule_AndSaysHowMuchWasLookedAt()
    {
        Commit(Samples.Opening(1));
        Commit([.. Samples.Filled(1, 0), .. Samples.Filled(1, 1)]);
        Commit(new ControlChanged(Held()), Told("control.hold", "anna", "ui", "c-1"));
        Commit(Intended(9, OrderPurpose.Close, 1));
        LedgerCheckResult result = Check();

        Assert.True(result.IsKept, Words(result));
        Assert.Equal(
            [("journal_is_unbroken", result.Lines), ("opens_only_when_allowed", 2), ("reducing_is_never_refused", 1), ("changes_are_told", 3), ("orders_have_one_intent", 3), ("legs_are_equal_or_partial", 2), ("postings_balance", 2)],
            result.Rules.Select(r => (r.Rule, r.Checked)));
    }

    [Fact]
    public void OpeningInHold_IsFound() => Finds("opens_only_when_allowed", "held by news (anna)", () =>
    {
        Commit(new ControlChanged(Held()), Told("control.hold", "anna", "ui", "c-1"));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningInSafeMode_IsFound() => Finds("opens_only_when_allowed", "in HOLD and SAFE_MODE", () =>
    {
        Commit(new ControlChanged(ControlState.Initial), Told("control.release", "anna", "ui", "c-1"));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningWhileKilled_IsFound() => Finds("opens_only_when_allowed", "killed by anna", () =>
    {
        Commit(new ControlChanged(ControlState.Running() with { Kill = new KillLatch("anna", "worse", At, "c-1", Flatten: false) }), Told("audit", "anna", "ui", "c-1"));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningWhereAPartIsRestricted_IsFound() => Finds("opens_only_when_allowed", "is frozen by anna", () =>
    {
        var scopes = new ScopeStack([new ScopeCause(ControlScope.Of(Samples.Bybit), ScopeState.Frozen, "maintenance", "anna", At, "c-1")]);
        Commit(new ControlChanged(ControlState.Running() with { Scopes = scopes }), Told("control.freeze", "anna", "ui", "c-1"));
        Commit(Samples.Opening(1));
    });

    [Fact]
    public void OpeningWithTheStrategyOff_IsFound() => Finds("opens_only_when_allowed", "switched off", () =>
    {
        Commit(new ControlChanged(ControlState.Running() with { Strategy = StrategyControl.Initial with { Enabled = false } }), Told("audit", "anna", "ui", "c-1"));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningAfterTheDailyLoss_IsFound() => Finds("opens_only_when_allowed", "the daily loss was breached on 2025-10-10", () =>
    {
        Commit(new ControlChanged(ControlState.Running() with { DailyLossBreachedOn = new DateOnly(2025, 10, 10) }));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningAfterADailyLossThatIsOnlyWatched_IsNone()
    {
        Commit(new ControlChanged(ControlState.Running() with { DailyLossBreachedOn = new DateOnly(2025, 10, 10) }), Line("audit", ("operator", "system"), ("action", "DAY_LIMIT_WATCHED")));
        Commit(Samples.Opening(1));
        Assert.True(Check().IsKept);
    }

    /// <summary>The guard stopped the desk for a venue, which says nothing of the day.</summary>
    [Fact]
    public void OpeningAfterADailyLossThatIsOnlyWatched_IsNone_WhateverTheWatchdogHeldFor()
    {
        Commit(
            new ControlChanged(ControlState.Running() with { DailyLossBreachedOn = new DateOnly(2025, 10, 10) }),
            Line("audit", ("operator", "system"), ("action", "DAY_LIMIT_WATCHED")), Line("audit", ("operator", "system"), ("action", "AUTO_TRADE_OFF"), ("reason", "WATCHDOG_AUTO_HOLD")));
        Commit(Samples.Opening(1));
        Assert.True(Check().IsKept);
    }

    [Fact]
    public void OpeningBeforeTheStartIsComplete_IsFound() => Finds("opens_only_when_allowed", "had not found", () =>
    {
        Commit(Line("restart.begin", ("epoch", "8")));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Fact]
    public void OpeningAfterTheOrderToEnd_IsFound() => Finds("opens_only_when_allowed", "was to end", () =>
    {
        Commit(Line("shutdown"));
        Commit(Samples.Opening(1));
    }, times: 2);

    [Theory]
    [InlineData("HoldRequested", "whatever", true)]
    [InlineData("SweepRequested", "killed", true)]
    [InlineData("FreezeRequested", "safe_mode", true)]
    [InlineData("SweepRequested", "unknown_scope", false)]
    [InlineData("ResumeRequested", "hold_active", false)]
    public void RefusedCommand_IsFound_WhereABrakeIsNoReason(string command, string code, bool isFound)
    {
        Commit(Line("command.refused", ("command", command), ("actor", "anna"), ("code", code)));
        Assert.Equal(isFound, Check().Rules.Single(r => r.Rule == "reducing_is_never_refused").Broken == 1);
    }

    [Fact]
    public void ReducingOrderThatWasKeptBack_IsFound() => Finds("reducing_is_never_refused", "reduces risk and was not sent", () =>
    {
        Commit(Intended(1, OrderPurpose.Hedge, 0));
        Commit(Line("order.never_sent", ("client_order_id", "test0P1S0"), ("reason", "held")));
    });

    [Theory]
    [InlineData("anna", "ui", "c-1", false)]
    [InlineData("boris", "ui", "c-1", true)]
    [InlineData("anna", "", "c-1", true)]
    [InlineData("anna", "ui", "c-2", true)]
    public void HoldThatNoLineNames_IsFound(string actor, string source, string correlation, bool isFound)
    {
        Commit(new ControlChanged(Held()), Told("control.hold", actor, source, correlation));
        Assert.Equal(isFound, Check().Rules.Single(r => r.Rule == "changes_are_told").Broken == 1);
    }

    [Fact]
    public void ReleaseThatNoLineNames_IsFound() => Finds("changes_are_told", "no line says", () => Commit(new ControlChanged(ControlState.Running() with { Limits = new LimitOverrides([]), Mode = ControlMode.Hold })));

    [Fact]
    public void IntentOfAStartThatLeadsNoMore_IsFound() => Finds("orders_have_one_intent", "start 6 while start 7 leads", () =>
        Commit(Intended(1, OrderPurpose.Close, 0, "pbtest0p1l0e6")));

    [Fact]
    public void FillWithoutAnIntent_IsFound()
    {
        Commit(Samples.Opening(1));
        Commit(Samples.Filled(1, 0));
        Tamper("DELETE FROM order_journal WHERE type = 'order.intent' AND payload LIKE '%test0P1S0%'");
        LedgerCheckResult result = Check();

        Assert.Contains("test0P1S0 has no intent before it", Words(result), StringComparison.Ordinal);
        Assert.Contains("test0P1S0 is among the orders and has no intent", Words(result), StringComparison.Ordinal);
        Assert.Contains("journal_is_unbroken", Words(result), StringComparison.Ordinal);
    }

    [Fact]
    public void OrderThatIsGone_IsFound() => Finds("orders_have_one_intent", "is not among the orders", () =>
    {
        Commit(Samples.Opening(1));
        Tamper("DELETE FROM orders WHERE client_order_id = 'test0P1S1'");
    });

    [Fact]
    public void IntentWrittenTwice_IsFound() => Finds("orders_have_one_intent", "was intended before", () =>
    {
        Commit(Samples.Opening(1));
        Tamper("INSERT INTO order_journal (id, uuid, ts, type, payload) SELECT (SELECT max(id) + 1 FROM order_journal), 'again', ts, type, payload FROM order_journal WHERE type = 'order.intent' LIMIT 1");
    });

    [Fact]
    public void UnequalPairThatDoesNotSayIt_IsFound() => Finds("legs_are_equal_or_partial", "unequal by 0.01 and open", () => Commit(Unequal(PairStatus.Open)));

    [Fact]
    public void UnequalPairThatIsPartial_IsNone()
    {
        Commit(Unequal(PairStatus.Partial));
        Assert.True(Check().IsKept);
    }

    [Fact]
    public void ClosedPairThatHoldsSomething_IsFound() => Finds("legs_are_equal_or_partial", "closed and holds", () =>
    {
        PairRecord pair = Samples.Pair(1, PairStatus.Closed);
        Commit(new PairChanged(pair with { Long = pair.Long with { BoughtQuantity = 0.06m }, Short = pair.Short with { SoldQuantity = 0.06m } }));
    });

    [Fact]
    public void PostingThatIsChanged_IsFound() => Finds("postings_balance", "USDT", () =>
    {
        Commit(new EntryPosted(Samples.Funding(Samples.Bybit, "f1", 1.5m)));
        Tamper("UPDATE postings SET amount = '2.5' WHERE amount = '1.5'");
    }, times: 2);

    [Fact]
    public void LineThatIsGarbled_IsFound() => Finds("journal_is_unbroken", "its content is not that of type control", () =>
        Tamper("UPDATE order_journal SET payload = '{\"mode\":\"sideways\"}' WHERE id = (SELECT max(id) FROM order_journal WHERE type = 'control')"));

    [Fact]
    public void Archive_OfADeskAtRest_IsReadWithoutAnyFileBesideIt()
    {
        Commit(Samples.Opening(1));
        _store.Dispose();
        string[] before = Directory.GetFiles(_scratch.Path);
        Assert.True(Check().IsKept);
        Assert.Equal(before, Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public void Archive_ThatIsNoLedger_SaysSo()
    {
        Assert.Contains("there is no such file", Trouble("nowhere.db"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_scratch.Path, "text.db"), new string('x', 4096));
        Assert.Contains("damaged or no ledger", Trouble("text.db"), StringComparison.Ordinal);
        using (var empty = new SqliteConnection($"Data Source={Path.Combine(_scratch.Path, "empty.db")};Pooling=False"))
        {
            empty.Open();
            using SqliteCommand create = empty.CreateCommand();
            create.CommandText = "CREATE TABLE other (x INTEGER)";
            create.ExecuteNonQuery();
        }

        Assert.Contains("it has schema 0", Trouble("empty.db"), StringComparison.Ordinal);
    }

    private string Trouble(string name) => Assert.Throws<LedgerUnavailableException>(() => LedgerArchive.Open(Location(Path.Combine(_scratch.Path, name)))).Message;

    private void Finds(string rule, string words, Action plant, int times = 1)
    {
        Assert.True(Check().IsKept);
        plant();
        LedgerCheckResult result = Check();
        RuleResult broken = Assert.Single(result.Rules, r => r.Broken > 0);
        Assert.Equal((rule, times), (broken.Rule, broken.Broken));
        Assert.Contains(words, broken.Violations[0].ToString(), StringComparison.Ordinal);
    }

    /// <summary>Beside the store that is open.</summary>
    private LedgerCheckResult Check()
    {
        using LedgerArchive archive = LedgerArchive.Open(Location(_scratch.LedgerPath));
        return LedgerCheck.Of(archive.Reads);
    }

    private static LedgerLocation Location(string path) => new(path, null, TimeSpan.FromSeconds(15));

    private static string Words(LedgerCheckResult result) => string.Join(Environment.NewLine, result.Rules.SelectMany(r => r.Violations));

    private void Commit(params Effect[] effects)
    {
        _now += TimeSpan.FromMilliseconds(1);
        _store.Commit(_now, ++_sequence, effects);
    }

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_scratch.LedgerPath};Pooling=False;Foreign Keys=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        // The journal takes neither changes nor deletions by itself.
        command.CommandText = "DROP TRIGGER IF EXISTS order_journal_keeps_its_rows; DROP TRIGGER IF EXISTS order_journal_loses_no_row";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private static ControlState Held() => ControlState.Held(News);

    private static Journaled Told(string type, string actor, string source, string correlation) =>
        Line(type, ("actor", actor), ("source", source), ("reason", "why"), ("correlation_id", correlation));

    private static Journaled Line(string type, params (string Name, string Value)[] payload) => new(type, [.. payload.Select(p => KeyValuePair.Create(p.Name, p.Value))]);

    private static Effect[] Intended(long pair, OrderPurpose purpose, int step, string? id = null)
    {
        OrderIntent intent = Samples.Intent(pair, step) with { Purpose = purpose };
        intent = id is null ? intent : intent with { ClientOrderId = new ClientOrderId(id) };
        return [new PairChanged(Samples.Pair(pair, PairStatus.Open)), new OrderChanged(Samples.Order(pair, step, OrderStatus.Intended) with { Intent = intent })];
    }

    private static PairChanged Unequal(PairStatus status)
    {
        PairRecord pair = Samples.Pair(1, status);
        return new PairChanged(pair with { Long = pair.Long with { BoughtQuantity = 0.06m } });
    }
}
