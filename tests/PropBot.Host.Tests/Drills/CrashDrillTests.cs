using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Drills;
using PropBot.Testing;

namespace PropBot.Host.Tests.Drills;

/// <summary>
/// Goal: an event of the loop passes its points in the order in which a kill could cut it off, each kind once per commit, and the n-th
/// passing of the named one ends the process there. The end itself is shown on the executable (PropBot.System.Tests).
/// </summary>
public sealed class CrashDrillTests : IDisposable
{
    private static readonly InstrumentId Binance = new(VenueId.BinanceUm, Symbol.Parse("BTCUSDT"));

    private readonly string _list = Path.GetTempFileName();
    private int _deaths;

    private IReadOnlyList<Effect> Effects => [Changed(OrderStatus.Intended), Changed(OrderStatus.Intended), new EquitySampled(default, 1m), new Later(), Place, new QueryAccount(VenueId.BinanceUm)];

    private static PlaceOrder Place => new(Changed(OrderStatus.Intended).Order.Intent);

    [Fact]
    public void Event_PassesEveryPointOfItsCommitAndItsSends()
    {
        using (CrashDrill drill = Drill("committed/Nothing:1"))
        {
            Run(drill);
        }

        Assert.Equal(
            [
                "before_commit/OrderChanged.Intended.Open", "before_commit/EquitySampled", "before_commit/Later",
                "in_commit/OrderChanged.Intended.Open", "in_commit/OrderChanged.Intended.Open", "in_commit/EquitySampled", "in_commit/Later",
                "committed/OrderChanged.Intended.Open", "committed/EquitySampled", "committed/Later",
                "handed_over/PlaceOrder.Open", "between_sends/PlaceOrder.Open", "handed_over/QueryAccount",
            ],
            File.ReadAllLines(_list));
        Assert.Equal(0, _deaths);
    }

    [Theory]
    [InlineData("in_commit/OrderChanged.Intended.Open:2", 1)]
    [InlineData("in_commit/OrderChanged.Intended.Open:3", 0)]
    [InlineData("committed/Later:1", 1)]
    [InlineData("start/ledger:1", 0)]
    [InlineData("start/ledger:1,committed/Later:1", 1)]
    [InlineData("in_commit/OrderChanged.Intended.Open:3,committed/Later:2", 0)]
    public void Kill_ComesWithTheNamedPassing_Once(string at, int deaths)
    {
        using CrashDrill drill = Drill(at);
        Run(drill);

        Assert.Equal(deaths, _deaths);
    }

    /// <summary>A second event begins anew: nothing lies between its first send and the one of the event before.</summary>
    [Fact]
    public void BetweenSends_IsWithinOneEvent()
    {
        using CrashDrill drill = Drill("between_sends/QueryAccount:1");
        Run(drill);
        Run(drill);

        Assert.Equal(0, _deaths);
    }

    /// <summary>The gateway's answers are told with the request that they belong to; news of the venue's own belongs to none.</summary>
    [Fact]
    public async Task Answer_IsTakenForItsRequest()
    {
        using CrashDrill drill = Drill("answered/PlaceOrder.Open.Unknown:1");
        drill.Answered(new OrderReported(null!));
        drill.Committed([]);
        drill.Sending(Place);
        Task answered = AnswerAsync(drill);
        drill.Sent();
        await answered;

        Assert.Equal(1, _deaths);
    }

    public void Dispose() => File.Delete(_list);

    private static async Task AnswerAsync(CrashDrill drill)
    {
        await Task.Yield();
        drill.Answered(new PlaceAnswered(new ClientOrderId("a"), new VenueOutcome.Unknown("lost")));
    }

    private static OrderChanged Changed(OrderStatus status) => new(new OrderRecord(
        new OrderIntent
        {
            ClientOrderId = new ClientOrderId("abc12p1l0"),
            Pair = new PairId(1),
            Leg = LegRole.Long,
            Purpose = OrderPurpose.Open,
            Instrument = Binance,
            Side = Side.Buy,
            Quantity = new Quantity(1m),
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Ioc,
            ReferencePrice = new Price(1m),
            DecidedAt = default,
        },
        status, null, Quantity.Zero, Quantity.Zero, default, null));

    private void Run(CrashDrill drill)
    {
        drill.BeforeCommit(Effects);
        foreach (LedgerEffect effect in Effects.OfType<LedgerEffect>())
        {
            drill.InCommit(effect);
        }

        drill.Committed(Effects);
        foreach (VenueEffect request in Effects.OfType<VenueEffect>())
        {
            drill.Sending(request);
            drill.Sent();
        }
    }

    private CrashDrill Drill(string at) => new(
        new CrashOptions([.. at.Split(',').Select(one => one.Split(':')).Select(one => new CrashPoint(one[0], long.Parse(one[1])))], _list), () => _deaths++);

    /// <summary>A kind of effect that nobody has told the drill of.</summary>
    private sealed record Later : LedgerEffect;
}
