using PropBot.Core.Costs;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Testing;

/// <summary>
/// A desk made by hand: three venues, two symbols, one open pair, one partial, two closed. Change a part with <c>with</c>. Its
/// numbers belong together: capital plus profit is the equity.
/// </summary>
public static class SampleDesk
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 15, 30, TimeSpan.Zero);
    public static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    public static readonly Symbol Eth = Symbol.Parse("ETHUSDT");

    public static IReadOnlyList<VenueId> Venues { get; } = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];

    /// <summary>0.08 BTC, long Binance at 61,800.1, short Bybit at 61,880.5.</summary>
    public static PairRecord OpenPair { get; } = new()
    {
        Id = new PairId(12),
        Symbol = Btc,
        Status = PairStatus.Open,
        Long = Bought(VenueId.BinanceUm, Btc, 0.08m, 61_800.1m, reference: 61_799.9m, feeRate: 0.0005m),
        Short = Sold(VenueId.BybitLinear, Btc, 0.08m, 61_880.5m, reference: 61_880.6m, feeRate: 0.00055m),
        TargetQuantity = new Quantity(0.08m),
        ExpectedEdge = Edge(gross: 13.1m, net: 3.9m),
        OpenedAt = Now.AddMinutes(-4).AddSeconds(-12),
        Steps = 2,
    };

    /// <summary>ETH with the short leg 0.4 short of the long one.</summary>
    public static PairRecord PartialPair { get; } = new()
    {
        Id = new PairId(13),
        Symbol = Eth,
        Status = PairStatus.Partial,
        Long = Bought(VenueId.OkxPerp, Eth, 1.5m, 2_405.20m, reference: 2_405.10m, feeRate: 0.0005m),
        Short = Sold(VenueId.BinanceUm, Eth, 1.1m, 2_408.90m, reference: 2_408.95m, feeRate: 0.0005m),
        TargetQuantity = new Quantity(1.5m),
        ExpectedEdge = Edge(gross: 15.2m, net: 4.4m),
        OpenedAt = Now.AddSeconds(-3),
        RescueAttempts = 1,
        LastError = "binance-um refused: -2019 Margin is insufficient",
        NakedNotionalSeconds = 1_923.5m,
        Steps = 3,
    };

    public static PairRecord ClosedPair { get; } = Closed(11, Btc, VenueId.OkxPerp, VenueId.BinanceUm, 0.05m, 61_700m, 61_795m, 61_760m, 61_771m, "converged");

    public static PairRecord LosingPair { get; } = Closed(10, Eth, VenueId.BybitLinear, VenueId.OkxPerp, 2m, 2_401m, 2_404.6m, 2_398.2m, 2_409.9m, "stop");

    /// <summary>Newest first, as the ledger tells them.</summary>
    public static IReadOnlyList<PairRecord> ClosedPairs { get; } = [ClosedPair, LosingPair];

    public static EngineSnapshot Trading() => Of([Active(OpenPair, 61_830m, 61_868m), Active(PartialPair, 2_406.5m, 2_407.1m)]);

    /// <summary>Just started: HOLD, nothing traded, one venue still connecting.</summary>
    public static EngineSnapshot Starting()
    {
        EngineSnapshot trading = Of([]);
        return trading with
        {
            Control = ControlState.Held(new HoldCause(HoldKind.Start, "restart_safe_mode", "bootstrap", Now.AddSeconds(-6))),
            Brake = RiskRule.Hold,
            OpeningBlocks =
            [
                new OpeningBlock("hold", "HOLD since 2026-03-04 10:15:24 UTC by bootstrap: restart_safe_mode", "HOLD с 2026-03-04 10:15:24 UTC, инициатор bootstrap: restart_safe_mode"),
                new OpeningBlock("venue_down", "okx-perp is not connected: reading the account", "okx-perp не на связи: читается счёт"),
            ],
            Venues = [.. trading.Venues.Select(v => v.Venue == VenueId.OkxPerp ? v with { Link = VenueLink.Connecting, LinkReason = "reading the account", Account = null } : v)],
            Totals = new DeskTotals(null, 20_000m, default, default, 0m, 0, 0, 0, 0m, 0m),
            Alerts = [],
            Counters = trading.Counters with { OrdersPlaced = 0, FillsBooked = 0, Rescues = 0 },
        };
    }

    public static EngineSnapshot Of(IReadOnlyList<PairSnapshot> active)
    {
        PairPnl closed = ClosedPair.RealizedPnl() + LosingPair.RealizedPnl();
        PairPnl open = active.Aggregate(default(PairPnl), (sum, pair) => sum + pair.Pnl);
        const decimal capital = 30_000m;
        const decimal unassigned = -0.25m;
        return new EngineSnapshot
        {
            Sequence = 184_223,
            At = Now,
            Control = ControlState.Running() with { DayAnchor = DateOnly.FromDateTime(Now.UtcDateTime), DayStartEquity = capital },
            OpeningBlocks = [new OpeningBlock("book_untrusted", "the book of okx-perp:ETHUSDT is Stale", "стакан okx-perp:ETHUSDT в состоянии Stale")],
            Preflight =
            [
                new PreflightCheck("connectivity", true, "every venue is connected", "все биржи на связи"),
                new PreflightCheck("books", false, "okx-perp:ETHUSDT: Stale", "okx-perp:ETHUSDT: Stale"),
            ],
            Watchdog = new WatchdogSnapshot
            {
                Enabled = true,
                Venues = [.. Venues.Select(v => new VenueWatchSnapshot(
                    v, v == VenueId.OkxPerp ? WatchStatus.Degraded : WatchStatus.Ok, v == VenueId.OkxPerp ? "book ETHUSDT: no message for 20 s" : "", Now.AddMinutes(-3), Now.AddSeconds(-0.5))
                    {
                        Health = VenueHealth.Of([new HealthComponent("books", v == VenueId.OkxPerp ? 15m : 0.3m, 20m, 0.8m)]),
                    })],
                Transitions = [new WatchTransition(VenueId.OkxPerp, WatchStatus.Ok, WatchStatus.Degraded, "book ETHUSDT: no message for 20 s", Now.AddMinutes(-3))],
            },
            Slo = new SloSnapshot(
                Enabled: true,
                [
                    new SloMeasure(SloMetric.NakedRisk, 1_200m, 48_000m, 600_000m, 0.02m, SloLevel.Ok, null),
                    new SloMeasure(SloMetric.RejectRate, null, null, 0.5m, null, SloLevel.Ok, null),
                ]),
            ShutdownComplete = false,
            Venues = [.. Venues.Select(VenueOf)],
            Edges =
            [
                EdgeOf(Btc, VenueId.BinanceUm, VenueId.BybitLinear, 12.8m, 3.6m, 0.08m, "symbol_busy"),
                EdgeOf(Eth, VenueId.OkxPerp, VenueId.BinanceUm, 10.9m, 1.2m, 2.0m, "below_minimum"),
                EdgeOf(Btc, VenueId.OkxPerp, VenueId.BybitLinear, 6.1m, -4.9m, 0.08m, "below_minimum"),
                EdgeOf(Eth, VenueId.BinanceUm, VenueId.OkxPerp, -11.3m, -22.7m, 2.0m, "below_minimum"),
            ],
            ActivePairs = active,
            RecentPairs = [.. ClosedPairs.Select(p => new PairSnapshot(p, p.RealizedPnl(), null))],
            Totals = new DeskTotals(
                capital + closed.Total + open.Total + unassigned, capital, closed, open, unassigned, active.Count,
                active.Count(p => p.Pair.Status == PairStatus.Partial), ClosedPairs.Count, 8_556.23m, 2_311.25m),
            Day = Today(realized: -1.25m, change: -1.75m),
            Counters = new EngineCounters
            {
                Events = 184_223,
                DepthEvents = 171_904,
                OrdersPlaced = 11,
                FillsBooked = 14,
                DuplicateFills = 2,
                UnknownOutcomes = 1,
                Rescues = 1,
                Refusals = new Dictionary<string, long>(StringComparer.Ordinal) { ["book_stale"] = 4, ["hold"] = 3, ["symbol_busy"] = 12 },
            },
            Alerts =
            [
                new AlertSnapshot(Now.AddSeconds(-3), "Warning", "venue_link", "okx-perp is back after 1.2 s", "okx-perp снова на связи через 1.2 с"),
                new AlertSnapshot(Now.AddMinutes(-21), "Info", "run", "RUN by autopilot: every start-up check is green.", "RUN, инициатор autopilot: все проверки запуска зелёные."),
            ],
        };
    }

    /// <summary>A day that is not over, with a limit of 500 USDT and 300 bps.</summary>
    public static DaySnapshot Today(decimal realized = 0m, decimal? change = null, decimal? limit = 500m) => new()
    {
        Date = DateOnly.FromDateTime(Now.UtcDateTime),
        Realized = realized,
        EquityChange = change,
        MaxLoss = limit,
        IsEnforced = true,
        IsLossBreached = false,
        DrawdownBps = 0.6m,
        MaxDrawdownBps = 300m,
        IsDrawdownBreached = false,
    };

    public static PairSnapshot Active(PairRecord pair, decimal longMark, decimal shortMark) =>
        new(pair, pair.PnlAt(longMark, shortMark), (shortMark - longMark) / longMark * 10_000m);

    private static VenueSnapshot VenueOf(VenueId venue)
    {
        decimal skew = venue == VenueId.BybitLinear ? 38m : venue == VenueId.OkxPerp ? 9m : 0m;
        var btc = new InstrumentId(venue, Btc);
        var eth = new InstrumentId(venue, Eth);
        decimal wallet = 10_000m + (skew / 10m);
        return new VenueSnapshot
        {
            Venue = venue,
            Link = VenueLink.Up,
            LinkReason = "streams up, account read",
            Books =
            [
                BookOf(btc, BookTrust.Synced, 0.14, 61_829.9m + skew, 61_830.0m + skew, 61_830.0m + skew, 0.0001m),
                BookOf(eth, venue == VenueId.OkxPerp ? BookTrust.Stale : BookTrust.Synced, venue == VenueId.OkxPerp ? 2.7 : 0.32,
                    2_406.41m + (skew / 40m), 2_406.58m + (skew / 40m), 2_406.5m + (skew / 40m), -0.00003m),
            ],
            Account = new AccountReport(venue, Asset.Usdt, wallet, 1.2m, wallet - 2_100m, [], Now.AddSeconds(-1)),
            LedgerEquity = wallet + 1.2m,
            Positions = [PositionOf(btc, 61_830.0m + skew), PositionOf(eth, 2_406.5m + (skew / 40m))],
        };
    }

    private static BookSnapshot BookOf(InstrumentId id, BookTrust trust, double age, decimal bid, decimal ask, decimal mark, decimal funding) => new()
    {
        Instrument = id,
        NativeSymbol = id.Venue == VenueId.OkxPerp ? $"{id.Symbol.Base}-USDT-SWAP" : id.Symbol.Name,
        Trust = trust,
        Age = TimeSpan.FromSeconds(age),
        BestBid = bid,
        BestAsk = ask,
        MarkPrice = mark,
        Funding = new FundingQuote(new Rate(funding), new DateTimeOffset(2026, 3, 4, 16, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(8)),
        UpdateId = 7_204_551_203,
    };

    private static PositionSnapshot PositionOf(InstrumentId id, decimal mark)
    {
        decimal held = new[] { OpenPair, PartialPair }
            .SelectMany(p => new[] { p.Long, p.Short })
            .Where(l => l.Instrument == id)
            .Sum(l => l.SignedQuantity);
        return new PositionSnapshot(id, held, mark);
    }

    private static EdgeSnapshot EdgeOf(Symbol symbol, VenueId longVenue, VenueId shortVenue, decimal gross, decimal net, decimal quantity, string verdict) =>
        new(symbol, longVenue, shortVenue, Edge(gross, net), quantity, verdict);

    /// <summary>Fees of 5 bps a fill, 0.6 slippage in and 0.9 out; the usual basis takes what is left between gross and net.</summary>
    private static EdgeEstimate Edge(decimal gross, decimal net) => new(gross, 2.5m, 2.5m, 0.6m, 0.9m, 0.2m, gross - 6.7m - net);

    private static LegRecord Bought(VenueId venue, Symbol symbol, decimal quantity, decimal price, decimal reference, decimal feeRate) => new()
    {
        Instrument = new InstrumentId(venue, symbol),
        BoughtQuantity = quantity,
        BoughtNotional = quantity * price,
        ReferenceOutlay = quantity * reference,
        Fees = -quantity * price * feeRate,
    };

    private static LegRecord Sold(VenueId venue, Symbol symbol, decimal quantity, decimal price, decimal reference, decimal feeRate) => new()
    {
        Instrument = new InstrumentId(venue, symbol),
        SoldQuantity = quantity,
        SoldNotional = quantity * price,
        ReferenceOutlay = -quantity * reference,
        Fees = -quantity * price * feeRate,
    };

    private static PairRecord Closed(
        long number, Symbol symbol, VenueId longVenue, VenueId shortVenue, decimal quantity, decimal bought, decimal sold, decimal soldBack, decimal boughtBack, string reason) => new()
        {
            Id = new PairId(number),
            Symbol = symbol,
            Status = PairStatus.Closed,
            Long = Bought(longVenue, symbol, quantity, bought, bought, 0.0005m) with
            {
                SoldQuantity = quantity,
                SoldNotional = quantity * soldBack,
                ReferenceOutlay = quantity * (bought - soldBack - 0.1m),
                Funding = 0.31m,
            },
            Short = Sold(shortVenue, symbol, quantity, sold, sold, 0.0005m) with
            {
                BoughtQuantity = quantity,
                BoughtNotional = quantity * boughtBack,
                ReferenceOutlay = quantity * (boughtBack - sold - 0.1m),
                Funding = -0.12m,
            },
            TargetQuantity = new Quantity(quantity),
            ExpectedEdge = Edge(gross: 15.4m, net: 5.1m),
            OpenedAt = Now.AddMinutes(-30 - number),
            ClosedAt = Now.AddMinutes(-14 - number),
            CloseReason = reason,
            NakedNotionalSeconds = 387.75m,
            Steps = 4,
        };
}
