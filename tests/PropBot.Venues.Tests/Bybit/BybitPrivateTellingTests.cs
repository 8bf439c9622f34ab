using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Stream;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>What becomes of orders, executions, positions and balances, from whichever side they come.</summary>
public sealed class BybitPrivateTellingTests : IDisposable
{
    private readonly RecordingSink _sink = new();
    private readonly BybitNews _news = new();
    private readonly BybitPrivateTelling _telling;

    public BybitPrivateTellingTests()
    {
        BybitListing listing = new();
        listing.Replace([BybitSamples.Bitcoin]);
        VenueOptions options = new()
        {
            Venue = VenueId.BybitLinear,
            Symbols = [Symbol.Parse("BTCUSDT")],
            RestAddress = BybitAddresses.Testnet.Rest,
            PublicStreamAddress = BybitAddresses.Testnet.PublicStream,
            PrivateStreamAddress = BybitAddresses.Testnet.PrivateStream,
            Credentials = new VenueCredentials("key", "secret", null),
            OwnOrderPrefix = "pb7f3k2p",
            PositionMode = PositionMode.Hedge,
        };
        _telling = new BybitPrivateTelling(options, new VenueCounters(), SilentVenueLog.Instance, _sink, listing, _news, new OrderShapes(options));
    }

    public void Dispose()
    {
        _telling.Dispose();
        _news.Dispose();
    }

    [Fact]
    public async Task Orders_OlderStatesAfterNewer_AreNotTold()
    {
        await TellAsync(Order("PartiallyFilled", "0.3"));
        await TellAsync(Order("New", "0"));
        await TellAsync(Order("Filled", "1"), Order("PartiallyFilled", "0.6"));
        await TellAsync(Order("Filled", "1"));

        Assert.Equal(
            ["PartiallyFilled 0.3", "Filled 1", "Filled 1"],
            _sink.Events.OfType<OrderReported>().Select(r => $"{r.Report.Status} {r.Report.CumulativeQuantity}"));
    }

    [Fact]
    public async Task Orders_OfTheVenueItself_AreForeignAndSayWho()
    {
        await TellAsync(Order("Filled", "1") with { OrderLinkId = "", CreateType = "CreateByLiq" });

        OrderReport report = Assert.Single(_sink.Events.OfType<ForeignOrderSeen>()).Report;
        Assert.Equal((OrderOrigin.Liquidation, OwnOrderIds.Foreign), (report.Origin, report.ClientOrderId));
    }

    [Fact]
    public async Task Executions_ForcedOnes_AreToldOnceWithTheSideThatTheyHit()
    {
        BybitExecution bust = Execution("x1") with { OrderLinkId = "", ExecType = "BustTrade", Side = "Sell" };
        BybitExecution adl = Execution("x2") with { OrderLinkId = "", ExecType = "AdlTrade", Side = "Buy" };

        await _telling.TellAsync([bust, adl], CancellationToken.None);
        await _telling.TellAsync([adl, bust], CancellationToken.None);

        Assert.Equal(
            [("x1", OrderOrigin.Liquidation, PositionSide.Long), ("x2", OrderOrigin.AutoDeleveraging, PositionSide.Short)],
            _sink.Events.OfType<ForcedFillSeen>().Select(f => (f.Fill.TradeId.Value, f.Fill.Origin, f.Fill.Position)));
        Assert.DoesNotContain(_sink.Events, e => e is FillReported);
    }

    [Fact]
    public async Task Executions_OursForeignAndFunding_OnlyOursAreFills()
    {
        await _telling.TellAsync(
            [Execution("a"), Execution("b") with { OrderLinkId = "somebody" }, Execution("c") with { ExecType = "Funding" }, Execution("d") with { Symbol = "ETHUSDT" }],
            CancellationToken.None);

        Assert.Equal("a", Assert.Single(_sink.Events.OfType<FillReported>()).Fill.TradeId.Value);
    }

    [Fact]
    public async Task Executions_OneThatCannotBeRead_DoesNotTakeTheOthersWithIt()
    {
        await _telling.TellAsync([Execution("a") with { ExecPrice = "x" }, Execution("b")], CancellationToken.None);

        Assert.Equal("b", Assert.Single(_sink.Events.OfType<FillReported>()).Fill.TradeId.Value);
    }

    [Fact]
    public async Task Margin_PositionInLiquidation_IsToldOnceWhileItLasts()
    {
        BybitPosition normal = new() { Symbol = "BTCUSDT", Side = "Buy", Size = "1", PositionStatus = "Normal" };
        BybitPosition liquidated = normal with { PositionStatus = "Liq", LiqPrice = "60000" };

        foreach (BybitPosition position in new[] { normal, liquidated, liquidated, normal, liquidated })
        {
            await _telling.LookAsync([position], CancellationToken.None);
        }

        Assert.Equal(2, _sink.Events.OfType<MarginCallReceived>().Count(m => m.Detail.Contains("positionStatus Liq", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Margin_AccountRate_IsToldFromEightyPercentAndAgainOnlyAfterItFell()
    {
        foreach (string rate in new[] { "0.5", "0.81", "0.9", "0.75", "0.85", "0.69", "0.8", "" })
        {
            await _telling.LookAsync([new BybitWallet("UNIFIED", rate, null, null)], CancellationToken.None);
        }

        Assert.Equal(
            ["account maintenance margin rate 0.81, liquidation at 1", "account maintenance margin rate 0.8, liquidation at 1"],
            _sink.Events.OfType<MarginCallReceived>().Select(m => m.Detail));
    }

    [Fact]
    public async Task Margin_OrderCancelledToFreeIt_IsToldBesideItsEnd()
    {
        await TellAsync(Order("Cancelled", "0") with { CancelType = "CancelAllBeforeLiq" });

        Assert.Contains("CancelAllBeforeLiq", Assert.Single(_sink.Events.OfType<MarginCallReceived>()).Detail, StringComparison.Ordinal);
        Assert.Equal(OrderStatus.Cancelled, Assert.Single(_sink.Events.OfType<OrderReported>()).Report.Status);
    }

    private ValueTask<bool> TellAsync(params BybitOrder[] orders) => _telling.TellAsync(orders, CancellationToken.None);

    private static BybitOrder Order(string status, string filled) => new()
    {
        Category = "linear",
        Symbol = "BTCUSDT",
        OrderId = "7",
        OrderLinkId = "pb7f3k2p1l0",
        OrderStatus = status,
        Side = "Buy",
        Qty = "1",
        CumExecQty = filled,
        CreatedTime = "1772366400000",
        UpdatedTime = "1772366400000",
    };

    private static BybitExecution Execution(string id) => new()
    {
        Category = "linear",
        Symbol = "BTCUSDT",
        OrderId = "7",
        OrderLinkId = "pb7f3k2p1l0",
        ExecId = id,
        ExecType = "Trade",
        Side = "Buy",
        ExecPrice = "61800",
        ExecQty = "0.1",
        ExecFee = "0.3",
        ExecTime = "1772366400000",
    };
}
