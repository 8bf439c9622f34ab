using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;

namespace PropBot.Venues.Tests.Faults;

/// <summary>What is told when the private stream fails, and what is asked while the venue shuts us out.</summary>
public abstract partial class VenueFaultContract
{
    [Fact]
    public async Task FillLostOnThePrivateStream_IsCaughtUp_AndEveryFillIsTold()
    {
        int lost = await InjectAsync(FaultKind.PrivateLost, rule => rule with { Duration = TimeSpan.FromMinutes(5) });
        OrderIntent intent = await MarketAsync();
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await StruckAsync(FaultKind.PrivateLost, 1);
        await _venue.Host.TakeBackAsync(lost);
        int before = _running.Sink.Events.Count;

        await InjectAsync(FaultKind.ForcedLogout);

        await _running.Sink.WaitForAsync<FillReported>(fill => fill.Fill.ClientOrderId == intent.ClientOrderId);
        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up, before);
        await CheckFillsAsync(intent);
    }

    [Fact]
    public async Task PrivateMessagesDoubledAndLate_QuantityNeverShrinks_AndFillsAreTheVenues()
    {
        await InjectAsync(FaultKind.PrivateDuplicated, rule => rule with { Duration = TimeSpan.FromMinutes(5) });
        await InjectAsync(FaultKind.LateFill, rule => rule with { Duration = TimeSpan.FromMinutes(5), Delay = TimeSpan.FromMilliseconds(300) });
        OrderIntent intent = await MarketAsync();

        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await _running.Sink.WaitForAsync<OrderReported>(report => report.Report.ClientOrderId == intent.ClientOrderId && report.Report.Status == OrderStatus.Filled);
        await _running.Sink.WaitForAsync<FillReported>(fill => fill.Fill.ClientOrderId == intent.ClientOrderId);

        List<decimal> quantities =
        [
            .. _running.Sink.Events.OfType<OrderReported>().Where(report => report.Report.ClientOrderId == intent.ClientOrderId)
                .Select(report => report.Report.CumulativeQuantity.Value),
        ];
        Assert.Equal(quantities.Order(), quantities);
        await CheckFillsAsync(intent);
    }

    [Fact]
    public async Task Ban_IsTold_AndNothingIsAskedWhileItLasts()
    {
        int before = _running.Sink.Events.Count;
        await InjectAsync(FaultKind.Banned, rule => rule with { Duration = TimeSpan.FromMinutes(5), Delay = TimeSpan.FromMinutes(5) });
        await _running.Adapter.QueryAccountAsync(CancellationToken.None);
        await _running.Sink.WaitForAsync<VenueAccessChanged>(access => access.Access != VenueAccess.Open, before);

        OrderIntent intent = await FarAsync();
        long asked = await SeenAsync(FaultKind.Banned);
        Assert.IsNotType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        Assert.IsNotType<AccountLookup.Found>(await _running.Adapter.QueryAccountAsync(CancellationToken.None));
        Assert.Equal(asked, await SeenAsync(FaultKind.Banned));
    }

    /// <summary>
    /// Our fills may be told more than once, but then as the same trade with the same figures; by trade they are what the venue lists,
    /// each once, in quantity and fee.
    /// </summary>
    private async Task CheckFillsAsync(OrderIntent intent)
    {
        await _running.Sink.WaitForAsync<FillReported>(_ => Told(intent).DistinctBy(f => f.TradeId).Sum(f => f.Quantity.Value) >= intent.Quantity.Value);
        IReadOnlyList<FillReport> listed = (await _running.Adapter.QueryFillsAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None))!;

        Assert.Equal(Figures(listed), Figures(Told(intent)).Distinct());
        Assert.Equal(listed.Count, listed.DistinctBy(f => f.TradeId).Count());
        Assert.Equal(intent.Quantity.Value, listed.Sum(f => f.Quantity.Value));

        static IEnumerable<(TradeId Trade, decimal Quantity, decimal Price, decimal Fee)> Figures(IEnumerable<FillReport> fills) =>
            fills.Select(f => (f.TradeId, f.Quantity.Value, f.Price.Value, f.Fee.Amount)).OrderBy(f => f.TradeId.Value, StringComparer.Ordinal);
    }

    private List<FillReport> Told(OrderIntent intent) =>
        [.. _running.Sink.Events.OfType<FillReported>().Select(f => f.Fill).Where(f => f.ClientOrderId == intent.ClientOrderId)];
}
