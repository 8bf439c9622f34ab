using FsCheck;
using FsCheck.Fluent;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>A venue that was stopped and built up again goes on as if nothing had happened.</summary>
public sealed class RestoreProperties
{
    private const int Steps = 120;
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20_261_123UL, 1UL);
    private static readonly Gen<int[]> Streams = Gen.Choose(0, int.MaxValue - 1).ArrayOf(Steps);
    private static readonly SimulatedVenueOptions Options = TestVenue.DefaultOptions with { BookVariation = 0.4 };

    [Fact]
    public void ExportedState_RestoresExactly_AndGoesOnTheSame() => Prop.ForAll(Arb.From(Streams), stream =>
    {
        int stop = stream[0] % Steps;
        var venue = new SimulatedVenue(Options);
        RandomOrders.Start(venue);
        Run(venue, stream, 0, stop);

        var restored = SimulatedVenue.Restore(Options, venue.ExportState(), []);

        Assert.Equal(RandomOrders.Describe(venue), RandomOrders.Describe(restored));
        Assert.Equal(Run(venue, stream, stop, Steps), Run(restored, stream, stop, Steps));
        Assert.Equal(RandomOrders.Describe(venue), RandomOrders.Describe(restored));
    }).Check(Seeded);

    [Fact]
    public void Mutations_AloneRebuildTheAccounts() => Prop.ForAll(Arb.From(Streams), stream =>
    {
        var heard = new Recorder();
        var venue = new SimulatedVenue(Options, heard);
        RandomOrders.Start(venue);
        Run(venue, stream, 0, Steps);

        var restored = SimulatedVenue.Restore(Options, VenueState.Empty(Options.Venue), heard.Mutations);

        // Trades of others are not an account's; their numbers may have gone further.
        VenueState before = venue.ExportState();
        VenueState after = restored.ExportState();
        Assert.Equal(
            RandomOrders.DescribeAccounts(before with { LastTradeId = 0 }),
            RandomOrders.DescribeAccounts(after with { LastTradeId = 0 }));
        Assert.Equal(
            before.Books.SelectMany(book => book.Queue).Select(place => place.OrderId).Order(),
            after.Books.SelectMany(book => book.Queue).Select(place => place.OrderId).Order());
    }).Check(Seeded);

    [Fact]
    public void StateAndMutationsSince_TogetherRebuildTheAccounts() => Prop.ForAll(Arb.From(Streams), stream =>
    {
        int stop = stream[0] % Steps;
        var heard = new Recorder();
        var venue = new SimulatedVenue(Options, heard);
        RandomOrders.Start(venue);
        Run(venue, stream, 0, stop);
        VenueState saved = venue.ExportState();
        int known = heard.Mutations.Count;
        Run(venue, stream, stop, Steps);

        var restored = SimulatedVenue.Restore(Options, saved, heard.Mutations.Skip(known));

        Assert.Equal(
            RandomOrders.DescribeAccounts(venue.ExportState() with { LastTradeId = 0 }),
            RandomOrders.DescribeAccounts(restored.ExportState() with { LastTradeId = 0 }));
    }).Check(Seeded);

    [Fact]
    public void RestoredVenue_RemembersClientIdsAndOrders()
    {
        var test = new TestVenue();
        test.Move(100.05m);
        SimulatedOrder done = test.Accepted(PropBot.Core.Values.Side.Buy, 1m, clientId: "done");
        SimulatedOrder open = test.Accepted(PropBot.Core.Values.Side.Buy, 1m, 99.0m, clientId: "open");

        var restored = SimulatedVenue.Restore(test.Options, VenueState.Empty(test.Venue.Id), test.Heard.Mutations);

        Assert.Equal(done, restored.FindOrder(TestVenue.Me, OrderKey.Of("done")));
        Assert.Equal([open], restored.OpenOrders(TestVenue.Me));
        Assert.Equal(1m, restored.Positions(TestVenue.Me).Single().Position.Quantity);
        Assert.Equal(test.Summary().WalletBalance, restored.Summary(TestVenue.Me).WalletBalance);
    }

    [Fact]
    public void State_OfAnotherVenue_IsRefused() => Assert.Throws<ArgumentException>(
        () => SimulatedVenue.Restore(Options, VenueState.Empty(PropBot.Core.Values.VenueId.OkxPerp), []));

    [Fact]
    public void Position_WithoutItsInstrument_IsRefusedByName()
    {
        var test = new TestVenue();
        test.Move(100.05m);
        test.Accepted(PropBot.Core.Values.Side.Buy, 1m);
        SimulatedVenueOptions without = test.Options with { Instruments = [TestVenue.Setup(TestVenue.Eth)] };

        ArgumentException refused = Assert.Throws<ArgumentException>(() => SimulatedVenue.Restore(without, test.Venue.ExportState(), []));

        Assert.Contains("BTCUSDT", refused.Message);
    }

    private static List<string> Run(SimulatedVenue venue, int[] stream, int from, int to)
    {
        var answers = new List<string>();
        for (int i = from; i < to; i++)
        {
            answers.Add(RandomOrders.Do(venue, i, stream[i]));
        }

        return answers;
    }
}
