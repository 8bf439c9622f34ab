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
