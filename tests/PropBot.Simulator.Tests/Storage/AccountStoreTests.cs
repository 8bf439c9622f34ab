using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Storage;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Storage;

public sealed class AccountStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "propbot-store-" + Path.GetRandomFileName());

    private string Journal => Path.Combine(_folder, "accounts.journal");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Append_Flushed_IsReadBackEqual()
    {
        AccountMutation[] written = [Opened("a"), Paid("a", 100_000m, 1), Paid("a", -0.123456789012345678m, 2)];
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, written);
        }

        using AccountStore again = AccountStore.Open(_folder);

        Assert.Equal(written, again.Find(VenueId.BinanceUm)!.Value.Since);
        Assert.Null(again.Find(VenueId.OkxPerp));
    }

    [Fact]
    public void Append_ChangesOfModesMarginsAndTerms_AreReadBackEqual()
    {
        var position = new SimulatedPosition
        {
            Account = "a",
            Symbol = TestSimulator.Btc,
            PositionSide = PositionSide.Short,
            Quantity = -0.5m,
            EntryNotional = -25_000m,
            IsolatedMargin = 1_250.00000001m,
            UpdatedAt = TestSimulator.Noon,
        };
        var settings = new SymbolSettings("a", TestSimulator.Btc, 20, MarginMode.Isolated);
        AccountMutation[] written =
        [
            new AccountMutation.PositionModeChanged("a", PositionMode.Hedge) { Time = TestSimulator.Noon },
            new AccountMutation.SettingsChanged(settings, settings with { MarginMode = MarginMode.Cross }) { Time = TestSimulator.Noon },
            new AccountMutation.IsolatedMarginMoved(position, -3.5m) { Time = TestSimulator.Noon },
            new AccountMutation.FundingPaid(Paid("a", -1m, 1).Bill with { PositionSide = PositionSide.Short }, position) { Time = TestSimulator.Noon },
            new AccountMutation.MarginCalled("a", MarginScope.Isolated(position.Key), 10m, 9m) { Time = TestSimulator.Noon },
            new AccountMutation.MarginEased("a", MarginScope.Cross) { Time = TestSimulator.Noon },
            new AccountMutation.LiquidationStarted("a", 1m, 2m, MarginScope.Isolated(position.Key)) { Time = TestSimulator.Noon },
            new AccountMutation.InstrumentChanged(
                TestSimulator.Btc,
                new InstrumentChange
                {
                    Tick = 0.01m,
                    FundingInterval = TimeSpan.FromHours(4),
                    Status = InstrumentStatus.Delisting,
                    DeliveryTime = TestSimulator.Noon,
                })
            { Time = TestSimulator.Noon },
        ];
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, written);
        }

        using AccountStore again = AccountStore.Open(_folder);

        Assert.Equal(written, again.Find(VenueId.BinanceUm)!.Value.Since);
    }

    [Fact]
    public void Snapshot_KeepsChangedTermsAndMarginCalls()
    {
        var key = new PositionKey(TestSimulator.Btc, PositionSide.Long);
        VenueState state = VenueState.Empty(VenueId.BinanceUm) with
        {
            InstrumentChanges = new Dictionary<Symbol, InstrumentChange> { [TestSimulator.Btc] = new() { Lot = 0.01m } },
            Accounts =
            [
                new AccountState
                {
                    Account = "a",
                    Asset = Asset.Usdt,
                    OpenedAt = TestSimulator.Noon,
                    WalletBalance = 1m,
                    PositionMode = PositionMode.Hedge,
                    Positions = [],
                    Settings = [],
                    MarginCalls = [MarginScope.Cross, MarginScope.Isolated(key)],
                },
            ],
        };
        using (AccountStore store = AccountStore.Open(_folder))
        {
            store.TakeSnapshot(new MarketPoint(TestSimulator.Noon, new Dictionary<InstrumentId, decimal>()), [state]);
        }

        using AccountStore again = AccountStore.Open(_folder);

        VenueState read = again.Find(VenueId.BinanceUm)!.Value.State;
        Assert.Equal(state.InstrumentChanges, read.InstrumentChanges);
        Assert.Equal(state.Accounts[0].MarginCalls, read.Accounts[0].MarginCalls);
    }

    [Fact]
    public void OrderOfAnEarlierVersion_IsReadAsAClientsNetOrder()
    {
        const string Line = """
            {"Number":1,"Kind":"OrderEnded","Venue":"binance-um","Data":{"Order":{"OrderId":1,"Account":"a","ClientOrderId":"c","Symbol":"BTCUSDT","Side":"Buy",
            "Type":"Limit","TimeInForce":"Gtc","Quantity":1,"Price":2,"ReduceOnly":false,"IsLiquidation":false,"Status":"Cancelled","EndReason":"CancelledByClient",
            "FilledQuantity":0,"FilledNotional":0,"Fees":0,"CreatedAt":"2026-01-05T12:00:00+00:00","UpdatedAt":"2026-01-05T12:00:00+00:00"},"Time":"2026-01-05T12:00:00+00:00"}}
            """;
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Journal, Line.ReplaceLineEndings("") + "\n");

        using AccountStore store = AccountStore.Open(_folder);

        SimulatedOrder order = Assert.IsType<AccountMutation.OrderEnded>(Assert.Single(store.Find(VenueId.BinanceUm)!.Value.Since)).Order;
        Assert.Equal((OrderOrigin.Client, PositionSide.Net), (order.Origin, order.PositionSide));
    }

    [Fact]
    public void Open_TailTornAnywhere_KeepsEveryWholeRecord()
    {
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, Opened("a"), Paid("a", 5m, 1), Paid("a", 7m, 2));
        }

        byte[] whole = File.ReadAllBytes(Journal);
        int lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (int length = lastLine; length < whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
            using (AccountStore torn = AccountStore.Open(_folder))
            {
                Assert.Equal(2, torn.Find(VenueId.BinanceUm)!.Value.Since.Count);
                Write(torn, Paid("a", 9m, 2));
            }

            using AccountStore mended = AccountStore.Open(_folder);
            Assert.Equal(3, mended.Find(VenueId.BinanceUm)!.Value.Since.Count);
        }
    }

    [Fact]
    public void Open_DamagedInTheMiddle_SaysWhere()
    {
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, Opened("a"), Paid("a", 5m, 1), Paid("a", 7m, 2));
        }

        string[] lines = File.ReadAllLines(Journal);
        lines[1] = "garbage";
        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");

        InvalidDataException damaged = Assert.Throws<InvalidDataException>(() => AccountStore.Open(_folder));

        Assert.Contains("accounts.journal, line 2", damaged.Message);
        Assert.Contains("garbage", damaged.Message);
    }

    [Fact]
    public void Open_RecordMissing_IsRefused()
    {
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, Opened("a"), Paid("a", 5m, 1), Paid("a", 7m, 2));
        }

        string[] lines = File.ReadAllLines(Journal);
        File.WriteAllText(Journal, string.Join('\n', lines[0], lines[2]) + "\n");

        Assert.Contains("records are missing", Assert.Throws<InvalidDataException>(() => AccountStore.Open(_folder)).Message);
    }

    [Fact]
    public void Open_KilledBetweenSnapshotAndClearing_AppliesNothingTwice()
    {
        byte[] journal;
        using (AccountStore store = AccountStore.Open(_folder))
        {
            Write(store, Opened("a"), Paid("a", 5m, 1));
            journal = ReadShared(Journal);
            store.TakeSnapshot(new MarketPoint(TestSimulator.Noon, new Dictionary<InstrumentId, decimal>()), [VenueState.Empty(VenueId.BinanceUm)]);
        }

        File.WriteAllBytes(Journal, journal);
        using AccountStore again = AccountStore.Open(_folder);

        Assert.Empty(again.Find(VenueId.BinanceUm)!.Value.Since);
        Assert.Equal(TestSimulator.Noon, again.Market!.Time);
    }

    [Fact]
    public void Open_SnapshotIsNone_SaysWhichFile()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "accounts.json"), "{\"Through\":");

        Assert.Contains("accounts.json", Assert.Throws<InvalidDataException>(() => AccountStore.Open(_folder)).Message);
    }

    [Fact]
    public void MarketPoint_IsKept_AndTheLatestChangeMovesIt()
    {
        var instrument = new InstrumentId(VenueId.OkxPerp, TestSimulator.Btc);
        using (AccountStore store = AccountStore.Open(_folder))
        {
            store.AppendMarket(new MarketPoint(TestSimulator.Noon, new Dictionary<InstrumentId, decimal> { [instrument] = 61_800.25m }));
            store.Append(VenueId.OkxPerp, Opened("a") with { Time = TestSimulator.Noon + TimeSpan.FromSeconds(1) });
            store.Flush();
        }

        using AccountStore again = AccountStore.Open(_folder);

        Assert.Equal(TestSimulator.Noon + TimeSpan.FromSeconds(1), again.Market!.Time);
        Assert.Equal(61_800.25m, again.Market.Marks[instrument]);
    }

    private static void Write(AccountStore store, params ReadOnlySpan<AccountMutation> mutations)
    {
        foreach (AccountMutation mutation in mutations)
        {
            store.Append(VenueId.BinanceUm, mutation);
        }

        store.Flush();
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static AccountMutation.AccountOpened Opened(string account) => new(account, Asset.Usdt) { Time = TestSimulator.Noon };

    private static AccountMutation.WalletChanged Paid(string account, decimal amount, long number) => new(new AccountBill
    {
        BillId = number,
        Account = account,
        Type = BillType.Deposit,
        Asset = Asset.Usdt,
        Amount = amount,
        BalanceAfter = amount,
        Time = TestSimulator.Noon,
    })
    { Time = TestSimulator.Noon };
}
