using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using static PropBot.Venues.Tests.Binance.BinanceSamples;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rules A1 to A4 and H5: margin, positions of both sides, tiers and income as Core's values.</summary>
public sealed class BinanceMarginTests
{
    private static readonly DateTimeOffset SomeDay = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BinancePosition Cross = new("BTCUSDT", "BOTH", 2m, 100m, 110m, 20m, 55m, 0m, 0m, 4m, "USDT", 2);
    private static readonly BinancePosition Isolated = new("ETHUSDT", "BOTH", -1m, 50m, 60m, -10m, 70m, 5m, 15m, 3m, "USDT", 4);

    [Fact]
    public void Account_CrossAndIsolated_HasTheRatioOfWhicheverIsNearer()
    {
        // Cross: 4 needed of 80 + 20; isolated: 3 needed of 5.
        AccountReport report = ToReport(new BinanceAssetBalance("USDT", 95m, 10m, 60m, 7m, 80m, 20m), Cross, Isolated);

        Assert.Equal((0.6m, 7m), (report.MarginRatio, report.MaintenanceMargin));
        Assert.Equal([MarginMode.Cross, MarginMode.Isolated], report.Positions.Select(p => p.MarginMode));
        Assert.Equal([55m, 70m], report.Positions.Select(p => p.LiquidationPrice!.Value));
        Assert.Equal([3, 5], report.Positions.Select(p => p.AdlRank!.Value));

        // The leverage of what is not ours is not known.
        Assert.Equal([3m, null], report.Positions.Select(p => p.Leverage));

        Assert.Equal(0.04m, ToReport(new BinanceAssetBalance("USDT", 80m, 20m, 60m, 4m, 80m, 20m), Cross).MarginRatio);
        Assert.Equal(0m, ToReport(new BinanceAssetBalance("USDT", 80m, 0m, 80m, 0m, 80m, 0m)).MarginRatio);
        Assert.Equal(1m, ToReport(new BinanceAssetBalance("USDT", 3m, 0m, 0m, 4m, 3m, 0m), Cross).MarginRatio);
    }

    [Fact]
    public void Account_WithoutMaintenanceMargins_HasNoRatio() =>
        Assert.Null(ToReport(new BinanceAssetBalance("USDT", 80m, 0m, 80m), Cross with { MaintMargin = null }).MarginRatio);

    [Fact]
    public void Account_LiquidationPriceZero_IsNone() =>
        Assert.Null(ToReport(new BinanceAssetBalance("USDT", 80m, 0m, 80m), Cross with { LiquidationPrice = 0m }).Positions[0].LiquidationPrice);

    [Fact]
    public void Account_InHedgeMode_HasBothSides()
    {
        VenueOptions hedge = Options() with { PositionMode = PositionMode.Hedge };

        AccountReport report = BinanceAccounts.ToReport(
            hedge, [Bitcoin], new BinanceAccount([]),
            [Cross with { PositionSide = "LONG" }, Cross with { PositionSide = "SHORT", PositionAmt = -0.5m }], SomeDay);

        Assert.Equal([(PositionSide.Long, 2m), (PositionSide.Short, -0.5m)], report.Positions.Select(p => (p.Side, p.SignedQuantity)));
        Assert.Equal(PositionSide.Net, BinanceAccounts.ToReport(hedge, [Bitcoin], new BinanceAccount([]), [Cross], SomeDay).Positions[0].Side);
    }

    /// <summary>Goal: a run that only reads can read an account of any mode, and claims no leverage that it has not set.</summary>
    [Fact]
    public void Account_OfARunThatOnlyReads_IsReadInWhateverModeItIs()
    {
        AccountReport report = BinanceAccounts.ToReport(
            Options() with { ReadOnly = true }, [Bitcoin], new BinanceAccount([]), [Cross with { PositionSide = "LONG" }], SomeDay);

        Assert.Equal((PositionSide.Long, (decimal?)null), (report.Positions[0].Side, report.Positions[0].Leverage));
    }

    [Fact]
    public void Tiers_ArrayOrObject_AreReadInOrder()
    {
        const string Object =
            """{"symbol":"BTCUSDT","notionalCoef":1.5,"brackets":[{"bracket":2,"initialLeverage":50,"notionalCap":50000,"notionalFloor":10000,"maintMarginRatio":0.01,"cum":60},{"bracket":1,"initialLeverage":75,"notionalCap":10000,"notionalFloor":0,"maintMarginRatio":0.004,"cum":0}]}""";

        foreach (string body in new[] { Object, $"[{Object}]" })
        {
            Assert.Equal(
                [new PositionTier(new Notional(10_000m), 75m, new Rate(0.004m), 0m), new PositionTier(null, 50m, new Rate(0.01m), 60m)],
                BinanceTiers.Read(System.Text.Encoding.UTF8.GetBytes(body), "BTCUSDT"));
        }

        Assert.Throws<FormatException>(() => BinanceTiers.Read(System.Text.Encoding.UTF8.GetBytes(Object), "ETHUSDT"));
        Assert.Throws<FormatException>(() => BinanceTiers.Read(
            System.Text.Encoding.UTF8.GetBytes(Object.Replace("\"notionalFloor\":10000", "\"notionalFloor\":20000", StringComparison.Ordinal)), "BTCUSDT"));
    }

    [Fact]
    public void Tiers_RecordedReply_IsRead() => Assert.Equal(
        new PositionTier(null, 75m, new Rate(0.0065m), 0m),
        Assert.Single(BinanceTiers.Read(System.Text.Encoding.UTF8.GetBytes(Reply("Account/GetBrackets")), "ETHUSDT")));

    [Theory]
    [InlineData("FUNDING_FEE", IncomeKind.Funding)]
    [InlineData("COMMISSION", IncomeKind.Fee)]
    [InlineData("REALIZED_PNL", IncomeKind.RealizedPnl)]
    [InlineData("INSURANCE_CLEAR", IncomeKind.Liquidation)]
    [InlineData("TRANSFER", IncomeKind.Transfer)]
    [InlineData("WELCOME_BONUS", IncomeKind.Other)]
    public void Income_HasItsKind(string type, IncomeKind kind) => Assert.Equal(kind, BinanceIncomes.ToKind(type));

    [Fact]
    public void Income_RecordedReply_HasIdsOfTheirOwn()
    {
        List<IncomeEntry> entries =
        [
            .. Read(Reply("Account/GetIncomeHistory"), BinanceJson.Default.IReadOnlyListBinanceIncome)
                .Select(i => BinanceIncomes.ToEntry(i, VenueId.BinanceUm, [Bitcoin])),
        ];

        Assert.Equal(["TRANSFER::USDT:9689322392", "COMMISSION:BTCUSDT:USDT:9689322392"], entries.Select(e => e.EntryId));
        Assert.Equal([null, (InstrumentId?)Bitcoin.Id], entries.Select(e => e.Instrument));
        Assert.Equal([-0.375m, -0.01m], entries.Select(e => e.Amount.Amount));
    }

    private static AccountReport ToReport(BinanceAssetBalance balance, params BinancePosition[] positions) =>
        BinanceAccounts.ToReport(Options(), [Bitcoin], new BinanceAccount([balance]), positions, SomeDay);
}
