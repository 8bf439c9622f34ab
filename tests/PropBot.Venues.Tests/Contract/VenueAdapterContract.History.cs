using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Tests.Contract;

/// <summary>What the venue remembers: orders, fills, income; and what it asks as margin.</summary>
public abstract partial class VenueAdapterContract
{
    [Fact]
    public async Task History_AfterTrades_IsWholeInOrderAndWithinTheSpan()
    {
        DateTimeOffset start = _venue.Time.GetUtcNow();
        OrderIntent bought = await MarketableAsync(Side.Buy);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(bought, CancellationToken.None));
        await CheckFilledAsync(bought);
        OrderIntent rested = await RestAsync();
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAsync(_instrument.Id, rested.ClientOrderId, CancellationToken.None));
        await ReportAsync(rested, OrderStatus.Cancelled);
        OrderIntent sold = (await MarketableAsync(Side.Sell)) with { ReduceOnly = true, Purpose = OrderPurpose.Close };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(sold, CancellationToken.None));
        await CheckFilledAsync(sold);
        var whole = new HistorySpan(start.AddMinutes(-1), start.AddHours(1));

        IReadOnlyList<OrderReport> orders = (await _running.Adapter.QueryOrderHistoryAsync(_instrument.Id, whole, CancellationToken.None))!;
        IReadOnlyList<FillReport> fills = (await _running.Adapter.QueryFillHistoryAsync(_instrument.Id, whole, CancellationToken.None))!;
        IReadOnlyList<IncomeEntry> income = (await _running.Adapter.QueryIncomeAsync(whole, RequestLane.Routine, CancellationToken.None))!;

        Assert.Equal(
            [(bought.ClientOrderId, OrderStatus.Filled), (rested.ClientOrderId, OrderStatus.Cancelled), (sold.ClientOrderId, OrderStatus.Filled)],
            orders.Select(o => (o.ClientOrderId, o.Status)));
        Assert.Equal(fills.Count, fills.DistinctBy(f => f.TradeId).Count());
        Assert.Equal(fills.OrderBy(f => f.VenueTime), fills);
        Assert.Equal(bought.Quantity.Value, fills.Where(f => f.ClientOrderId == bought.ClientOrderId).Sum(f => f.Quantity.Value));
        Assert.Equal(sold.Quantity.Value, fills.Where(f => f.ClientOrderId == sold.ClientOrderId).Sum(f => f.Quantity.Value));
        Assert.Equal(income.Count, income.DistinctBy(i => (i.Kind, i.EntryId)).Count());
        Assert.All(income, i => Assert.True(whole.Contains(i.At), $"{i}"));

        // Whatever changed the wallet since the start is in the income, to the last digit the venue shows.
        decimal changed = (await AccountAsync()).WalletBalance - (await FirstAccountAsync()).WalletBalance;
        decimal earned = income.Where(i => i.Kind != IncomeKind.Transfer).Sum(i => i.Amount.Amount);
        Assert.InRange(earned, changed - 0.000001m, changed + 0.000001m);
        Assert.NotEqual(0m, earned);
    }

    [Fact]
    public async Task History_OfASpanBeforeEverything_IsEmpty()
    {
        DateTimeOffset now = _venue.Time.GetUtcNow();
        TimeSpan back = TimeSpan.FromHours(20);
        back = back < _running.Adapter.Capabilities.OrderHistoryReach ? back : _running.Adapter.Capabilities.OrderHistoryReach / 2;
        var before = new HistorySpan(now - back, now - (back / 2));

        Assert.Empty((await _running.Adapter.QueryOrderHistoryAsync(_instrument.Id, before, CancellationToken.None))!);
        Assert.Empty((await _running.Adapter.QueryFillHistoryAsync(_instrument.Id, before, CancellationToken.None))!);
        Assert.Empty((await _running.Adapter.QueryIncomeAsync(before, RequestLane.Reconcile, CancellationToken.None))!);
    }

    /// <summary>The rate of a step holds for the whole position and not only for what is above the step.</summary>
    protected virtual bool TiersJump => false;

    [Fact]
    public async Task PositionTiers_OfAnInstrument_RiseAsTheVenueCounts()
    {
        IReadOnlyList<PositionTier> tiers = (await _running.Adapter.QueryPositionTiersAsync(_instrument.Id, CancellationToken.None))!;

        Assert.True(tiers.Count > 1, "one step is no table");
        Assert.All(tiers, t => Assert.True(t.MaxLeverage >= 1m && t.MaintenanceRate.Value is > 0m and < 1m, $"{t}"));
        Assert.InRange(tiers[0].MaxLeverage, (decimal)_options.Leverage, 200m);
        for (int i = 1; i < tiers.Count; i++)
        {
            (PositionTier below, PositionTier above) = (tiers[i - 1], tiers[i]);
            Assert.True(below.UpTo is not null && (above.UpTo is null || above.UpTo.Value.Value > below.UpTo.Value.Value), $"{below} then {above}");
            Assert.True(above.MaxLeverage <= below.MaxLeverage && above.MaintenanceRate.Value >= below.MaintenanceRate.Value, $"{below} then {above}");
            if (TiersJump)
            {
                Assert.Equal((0m, 0m), (below.Deduction, above.Deduction));
                continue;
            }

            decimal border = below.UpTo!.Value.Value;
            decimal before = (border * below.MaintenanceRate.Value) - below.Deduction;
            decimal after = (border * above.MaintenanceRate.Value) - above.Deduction;
            Assert.True(after >= before - (border * 0.00001m), $"the requirement falls from {before} to {after} at {border}");
        }
    }

    [Fact]
    public async Task Account_WithAPosition_TellsItsMargin()
    {
        OrderIntent intent = await MarketableAsync(Side.Buy);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await CheckFilledAsync(intent);

        AccountReport account = await AccountAsync();

        PositionReport position = Assert.Single(account.Positions);
        Assert.Equal((PositionSide.Net, MarginMode.Cross), (position.Side, position.MarginMode));
        Assert.Equal(_options.Leverage, position.Leverage);
        if (_running.Adapter.Capabilities.MarginRatio)
        {
            Assert.InRange(account.MarginRatio!.Value, 0.0000001m, 0.5m);
        }

        decimal notional = position.MarkPrice * Math.Abs(position.SignedQuantity);
        Assert.InRange(account.MaintenanceMargin!.Value, notional * 0.001m, notional * 0.05m);
        Assert.True(position.LiquidationPrice is null || position.LiquidationPrice < position.MarkPrice, $"{position}");
        Assert.True(_running.Adapter.Capabilities.AdlRank == position.AdlRank is >= 0 and <= 5, $"{position}");
    }

    private async Task<AccountReport> FirstAccountAsync() => (await _running.Sink.WaitForAsync<Core.Engine.Events.AccountReported>()).Account;
}
