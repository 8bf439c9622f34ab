using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Where the stories begin: quiet books of 60,000.0 / 60,000.1 on each venue. A dislocation lifts OKX by 50 basis points, so that
/// the pair is long Binance, short OKX, of 5,000 / 60,000.1 = 0.0833 BTC, which the common lot of 0.01 makes 0.08.
/// </summary>
internal static class Desks
{
    public const decimal Bid = 60_000.0m;
    public const decimal Ask = 60_000.1m;
    public const decimal HighBid = 60_300.0m;
    public const decimal HighAsk = 60_300.1m;

    /// <summary>The stories' venues tell no marks unless a story does, and nobody is to wonder at it.</summary>
    public static readonly TimeSpan NoMarks = TimeSpan.FromDays(1);

    public static readonly InstrumentId Binance = TestInstruments.BinanceBtc.Id;
    public static readonly InstrumentId Okx = TestInstruments.OkxBtc.Id;
    public static readonly InstrumentId Bybit = TestInstruments.BybitBtc.Id;

    public static EngineOptions Options(params IReadOnlyList<Instrument> instruments) => new()
    {
        Venues = [.. instruments.Select(i => i.Id.Venue).Distinct()],
        Symbols = [.. instruments.Select(i => i.Id.Symbol).Distinct()],
        Autopilot = true,
        Watchdog = new WatchdogOptions { MarkSilence = NoMarks },
    };

    /// <summary>Binance and OKX, not yet started.</summary>
    public static EngineHarness Stopped(Func<EngineOptions, EngineOptions>? change = null) =>
        Stopped(change, TestInstruments.BinanceBtc, TestInstruments.OkxBtc);

    public static EngineHarness Stopped(Func<EngineOptions, EngineOptions>? change, params IReadOnlyList<Instrument> instruments)
    {
        EngineOptions options = Options(instruments);
        return new EngineHarness(change?.Invoke(options) ?? options, instruments);
    }

    /// <summary>Binance and OKX, connected, watched long enough, and in RUN by the autopilot.</summary>
    public static EngineHarness Running(Func<EngineOptions, EngineOptions>? change = null)
    {
        EngineHarness desk = Stopped(change);
        desk.Begin();
        return desk;
    }

    public static EngineHarness Running(Func<EngineOptions, EngineOptions>? change, params IReadOnlyList<Instrument> instruments)
    {
        EngineHarness desk = Stopped(change, instruments);
        desk.Begin();
        return desk;
    }

    /// <summary>Start, connect, quiet books, and the warm-up.</summary>
    public static void Begin(this EngineHarness desk)
    {
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(desk.Options.Strategy.WarmUp + TimeSpan.FromSeconds(1));
        desk.TakeQuestions();
    }

    public static void ConnectQuietly(this EngineHarness desk)
    {
        desk.Connect();
        desk.Calm();
    }

    /// <summary>Every book shows the same quiet prices.</summary>
    public static void Calm(this EngineHarness desk)
    {
        foreach (Instrument instrument in desk.Instruments)
        {
            desk.Quote(instrument.Id, Bid, Ask);
        }
    }

    /// <summary>OKX is lifted; the two opening orders.</summary>
    public static (OrderIntent Long, OrderIntent Short) Dislocate(this EngineHarness desk)
    {
        desk.Quote(Okx, HighBid, HighAsk);
        IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
        Assert.Equal(2, placed.Count);
        return (placed[0], placed[1]);
    }

    /// <summary>The pair of the dislocation, both legs filled at the touch.</summary>
    public static PairId OpenPair(this EngineHarness desk)
    {
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Complete(s);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        return l.Pair;
    }

    /// <summary>Prices meet; the two closing orders.</summary>
    public static (OrderIntent Long, OrderIntent Short) Converge(this EngineHarness desk)
    {
        desk.Quote(Okx, Bid, Ask);
        IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
        Assert.Equal(2, placed.Count);
        return (placed[0], placed[1]);
    }

    public static PairRecord Pair(this EngineHarness desk, PairId id) => desk.Ledger.Pairs[id];

    public static OrderStatus StatusOf(this EngineHarness desk, OrderIntent order) => desk.Ledger.Orders[order.ClientOrderId].Status;

    public static long Refusals(this EngineHarness desk, string rule) => desk.Snapshot.Counters.Refusals.GetValueOrDefault(rule);

    public static bool HasAlert(this EngineHarness desk, string code) => desk.Snapshot.Alerts.Any(a => a.Code == code);

    /// <summary>The open case; null when there is none.</summary>
    public static ReconciliationCase? OnlyCase(this EngineHarness desk) => desk.Snapshot.Cases.SingleOrDefault();

    public static void Mark(this EngineHarness desk, InstrumentId id, decimal price) =>
        desk.Feed(new MarkPriceChanged(id, new Price(price), default));

    /// <summary>The positions by our books are the venues' own.</summary>
    public static void AssertMatchesVenues(this EngineHarness desk)
    {
        foreach (Instrument instrument in desk.Instruments)
        {
            decimal ours = desk.Ledger.Balance(Core.Accounting.LedgerAccount.Position(instrument.Id), instrument.Id.Symbol.Base);
            Assert.Equal(desk.Venues[instrument.Id.Venue].PositionOf(instrument.Id), ours);
        }
    }

    public static void AssertNoOrders(IReadOnlyList<Effect> effects) => Assert.Empty(effects.OfType<PlaceOrder>());
}
