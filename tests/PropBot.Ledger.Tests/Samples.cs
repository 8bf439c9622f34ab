using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Ledger.Tests;

/// <summary>Records as the engine makes them, every field set to something of its own.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2025, 10, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly InstrumentId Binance = new(VenueId.BinanceUm, Symbol.Parse("BTCUSDT"));
    public static readonly InstrumentId Bybit = new(VenueId.BybitLinear, Symbol.Parse("BTCUSDT"));

    public static PairRecord Pair(long number, PairStatus status) => new()
    {
        Id = new PairId(number),
        Symbol = Binance.Symbol,
        Status = status,
        Long = new LegRecord
        {
            Instrument = Bybit,
            BoughtQuantity = 0.05m,
            BoughtNotional = 5408.4505m,
            SoldQuantity = 0.05m,
            SoldNotional = 5419.1m,
            ReferenceOutlay = -10.7m,
            Fees = -5.955m,
            Funding = -0.1m,
            ForcedQuantity = 0.01m,
        },
        Short = new LegRecord
        {
            Instrument = Binance,
            BoughtQuantity = 0.05m,
            BoughtNotional = 5420.01m,
            SoldQuantity = 0.05m,
            SoldNotional = 5460.004m,
            ReferenceOutlay = -40.1m,
            Fees = -5.4400070m,
            Funding = 0.20000001m,
            ForcedQuantity = 0.02m,
        },
        TargetQuantity = new Quantity(0.05m),
        ExpectedEdge = new EdgeEstimate(88.4m, 10.5m, 10.5m, 1.25m, 2.5m, -0.3m, 0.24m),
        OpenedAt = Noon.AddSeconds(number),
        ClosedAt = status.IsTerminal() ? Noon.AddMinutes(number) : null,
        CloseReason = status.IsTerminal() ? "converged" : null,
        LastError = "отказ: \"margin\"",
        RescueAttempts = 2,
        NakedNotionalSeconds = 12.5m,
        UnequalSince = number % 2 == 0 ? Noon.AddSeconds(number).AddMilliseconds(7) : null,
        NakedCountedUntil = number % 2 == 0 ? Noon.AddSeconds(number + 1) : null,
        Steps = 3,
        // Few pairs have what follows: here those with an even number.
        Entry = number % 2 == 0 ? new PairEntry(EntryMode.HarderFirst, LegRole.Short) : PairEntry.Together,
        Third = number % 2 == 0
            ? new LegRecord
            {
                Instrument = new InstrumentId(VenueId.OkxPerp, Binance.Symbol),
                BoughtQuantity = 0.03m,
                BoughtNotional = 3240.01m,
                SoldQuantity = 0.03m,
                SoldNotional = 3241.5m,
                ReferenceOutlay = -1.5m,
                Fees = -3.2407m,
                Funding = 0.0001m,
                ForcedQuantity = 0.005m,
            }
            : null,
        Rebalance = number % 2 == 0
            ? new RebalanceRecord(RebalanceStatus.Waiting, 4, 1, Noon.AddSeconds(number + 5), "VenueUnavailable: 503", LegRole.Short, 0.416667m)
            : null,
    };

    public static OrderIntent Intent(long pair, int step) => new()
    {
        ClientOrderId = new ClientOrderId($"test0P{pair}S{step}"),
        Pair = new PairId(pair),
        Leg = step % 2 == 0 ? LegRole.Long : LegRole.Short,
        Purpose = OrderPurpose.Open,
        Instrument = step % 2 == 0 ? Bybit : Binance,
        Side = step % 2 == 0 ? Side.Buy : Side.Sell,
        Quantity = new Quantity(0.05m),
        Type = step % 3 == 2 ? OrderType.Market : OrderType.Limit,
        TimeInForce = TimeInForce.Ioc,
        LimitPrice = step % 3 == 2 ? null : new Price(108_168.1m),
        ReduceOnly = step % 3 == 2,
        ReferencePrice = new Price(108_168m),
        DecidedAt = Noon.AddMilliseconds(step),
    };

    public static OrderRecord Order(long pair, int step, OrderStatus status) => new(
        Intent(pair, step),
        status,
        status == OrderStatus.Intended ? null : new VenueOrderId($"v{pair}-{step}"),
        status == OrderStatus.Filled ? new Quantity(0.05m) : Quantity.Zero,
        status == OrderStatus.Filled ? new Quantity(0.05m) : Quantity.Zero,
        Noon.AddMilliseconds(step + 1),
        status == OrderStatus.Rejected ? "-2019 Margin is insufficient." : null);

    public static FillRecord Fill(OrderIntent intent, string trade) => new(
        new FillReport(
            intent.Instrument,
            intent.ClientOrderId,
            new TradeId(trade),
            intent.Side,
            new Price(108_168.05m),
            intent.Quantity,
            new Money(-2.97462137m, Asset.Usdt),
            false,
            Noon.AddMilliseconds(5)),
        intent.Pair,
        intent.Leg,
        intent.Purpose);

    /// <summary>Base units come in for quote units, and the fee goes out.</summary>
    public static JournalEntry Trade(FillRecord record)
    {
        FillReport fill = record.Fill;
        decimal quantity = fill.Side.Sign() * fill.Quantity.Value;
        decimal notional = fill.Side.Sign() * fill.Price.Value * fill.Quantity.Value;
        Asset coin = fill.Instrument.Symbol.Base;
        return new JournalEntry(
            $"fill:{fill.Instrument}:{fill.TradeId}",
            EntryKind.Trade,
            fill.VenueTime,
            [
                new Posting(LedgerAccount.Position(fill.Instrument), coin, quantity),
                new Posting(LedgerAccount.Market(fill.Instrument), coin, -quantity),
                new Posting(LedgerAccount.Cash(fill.Instrument.Venue), fill.Fee.Asset, -notional),
                new Posting(LedgerAccount.Market(fill.Instrument), fill.Fee.Asset, notional),
            ]);
    }

    public static JournalEntry Funding(InstrumentId instrument, string id, decimal payment) => new(
        $"funding:{instrument}:{id}",
        EntryKind.Funding,
        Noon,
        [
            new Posting(LedgerAccount.Cash(instrument.Venue), Asset.Usdt, payment),
            new Posting(LedgerAccount.Funding(instrument.Venue), Asset.Usdt, -payment),
        ]);

    /// <summary>A liquidation of 0.05 BTC, of which each quantity was taken from the short leg of a pair, by number from 1.</summary>
    public static ForcedFillRecord Forced(string trade, params decimal[] shares) => new(
        new ForcedFill(
            Binance, new VenueOrderId("x1"), new TradeId(trade), OrderOrigin.Liquidation, PositionSide.Short, Side.Buy, new Price(109_000.5m),
            new Quantity(0.05m), new Money(-81.75m, Asset.Usdt), Noon.AddMilliseconds(7)),
        [.. shares.Select((q, i) => new ForcedFillShare(new PairId(i + 1), LegRole.Short, new Quantity(q), new Money(-81.75m * q / 0.05m, Asset.Usdt)))]);

    public static AcceptedRules Rules(string tick) => new(Binance, [new("tick", tick), new("lot", "0.001"), new("status", "Trading")]);

    /// <summary>A pair with both orders decided, as one event of the engine.</summary>
    public static Effect[] Opening(long pair) =>
    [
        new PairChanged(Pair(pair, PairStatus.Opening)),
        new OrderChanged(Order(pair, 0, OrderStatus.Intended)),
        new OrderChanged(Order(pair, 1, OrderStatus.Intended)),
        new PlaceOrder(Intent(pair, 0)),
        new PlaceOrder(Intent(pair, 1)),
    ];

    /// <summary>One order filled whole, as one event of the engine.</summary>
    public static Effect[] Filled(long pair, int step)
    {
        FillRecord fill = Fill(Intent(pair, step), $"t{pair}-{step}");
        return [new FillBooked(fill), new EntryPosted(Trade(fill)), new OrderChanged(Order(pair, step, OrderStatus.Filled))];
    }

    /// <summary>Every field set, and every optional one once null.</summary>
    public static Sweep Sweep(string id, SweepStatus status, DateTimeOffset startedAt) => new()
    {
        Id = id,
        Kind = SweepKind.CloseExposure,
        Scope = new SweepScope(VenueId.BybitLinear, Binance.Symbol, TakesOff: true),
        Actor = "anna",
        Source = "cli",
        Reason = "конец смены",
        Status = status,
        StartedAt = startedAt,
        EndedAt = status == SweepStatus.Running ? null : startedAt.AddSeconds(3),
        Orders =
        [
            new SweepOrder(
                Bybit, new ClientOrderId("foreign"), new VenueOrderId("v-1"), IsOurs: false, Side.Buy, new Quantity(0.5m), new Price(50_000.5m),
                SweepOrderOutcome.Cancelled, Requests: 2, "RateLimited (10006): too many"),
            new SweepOrder(
                new InstrumentId(VenueId.BybitLinear, Symbol.Parse("BTCUSDT-25DEC26")), new ClientOrderId("test0P1S0"), null, IsOurs: true, null, null, null, SweepOrderOutcome.Cancelling, Requests: 1, null),
        ],
        Legs =
        [
            new SweepLeg
            {
                Pair = new PairId(7), Role = LegRole.Short, Instrument = Bybit, IsAdopted = true, Side = Side.Buy, Quantity = 0.05m, Remaining = 0.01m,
                ReferencePrice = 60_000.05m, EstimatedCost = 1.5m, Before = Pair(7, PairStatus.Open).Long, FirstStep = 2, Filled = 0.04m,
                FilledNotional = 2400.4m, Fees = -1.2m, Orders = [new ClientOrderId("test0P7S2")], Trouble = "PriceOutOfBand (1): no",
            },
            new SweepLeg
            {
                Pair = null, Role = LegRole.Long, Instrument = Bybit, Side = Side.Sell, Quantity = 1m, Remaining = 1m, Before = new LegRecord { Instrument = Bybit },
            },
        ],
        Venues =
        [
            new SweepVenue(
                VenueId.BybitLinear, startedAt.AddSeconds(1), startedAt.AddSeconds(2), SweepWait.PositionsHeld, "detail",
                [new SweepRemainder(new InstrumentId(VenueId.BybitLinear, new Symbol(new Asset("DOGE"), new Asset("BTC"))), -5m, RemainderReason.NotOfThisDesk)]),
            new SweepVenue(VenueId.BinanceUm, null, null, SweepWait.NotRead, null, []),
            new SweepVenue(VenueId.OkxPerp, null, null, SweepWait.Abandoned, "gone for good", [])
            {
                Abandoned = new SweepAbandonment("anna", "boris", "gone for good", startedAt.AddSeconds(3)),
            },
        ],
    };

    /// <summary>A resume that waits, of the minute of its number.</summary>
    public static ApprovalRecord Approval(int number) => new()
    {
        Id = new ApprovalId(number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture)),
        Action = ApprovalAction.Resume,
        Status = ApprovalStatus.Pending,
        Reason = "смена началась",
        RequestedBy = "anna",
        RequestedVia = "telegram",
        DecidedVia = number % 2 == 0 ? "ui" : null,
        RequestedAt = Noon.AddMinutes(number),
        ExpiresAt = Noon.AddMinutes(number + 15),
        Parameters = [new("reasons", "news (anna)"), new("open_pairs", "2")],
        CorrelationId = "r-1",
    };

    public static OutageRecorded Outage(string id, DateTimeOffset since) => new(new LedgerOutage(
        id, "ledger x: the disk is full. Free some space", since, since.AddSeconds(40), 3, [new ClientOrderId("test0P1L0")]));

    /// <summary>An open one about a position; a resolved one about the wallet, explained.</summary>
    public static ReconciliationCase Case(long number, CaseStatus status) => status == CaseStatus.Open
        ? new ReconciliationCase
        {
            Id = new CaseId(number),
            Matter = CaseMatter.Of(Binance, CaseKind.Position, "long"),
            Ours = "0.05",
            Theirs = "0.55",
            Difference = 0.5m,
            OpenedAt = Noon.AddMinutes(number),
        }
        : new ReconciliationCase
        {
            Id = new CaseId(number),
            Matter = new CaseMatter(VenueId.BinanceUm, null, CaseKind.Wallet, "USDT"),
            Ours = "100",
            Theirs = "75.5",
            Difference = -24.5m,
            Cash = 1.25m,
            OpenedAt = Noon.AddMinutes(number),
            Owner = "anna",
            Status = status,
            ResolvedBy = "anna",
            Resolution = "вывод \"казначейства\"",
            ResolvedAt = Noon.AddHours(1),
            IsExplained = true,
        };
}
