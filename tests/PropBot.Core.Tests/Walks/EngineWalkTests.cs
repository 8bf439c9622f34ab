using PropBot.Core.Accounting;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>For hundreds of seeds: the promises hold at every event, and when the venues answer again nothing is naked or unknown.</summary>
public sealed class EngineWalkTests
{
    private const int SeedsPerBatch = 30;
    private const int Steps = 300;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Walk_AnySeed_KeepsThePromisesAndEndsFlatOrEqual(int batch)
    {
        int opened = 0;
        for (int i = 0; i < SeedsPerBatch; i++)
        {
            ulong seed = (ulong)((batch * SeedsPerBatch) + i);
            try
            {
                opened += Walk(seed);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"the walk of seed {seed}: {failure.Message}", failure);
            }
        }

        // The walks are worth something only if pairs are opened in them.
        Assert.True(opened > SeedsPerBatch, $"only {opened} pairs in {SeedsPerBatch} walks");
    }

    /// <summary>Seeds that have found a mistake once.</summary>
    [Theory]
    [InlineData(3852)]
    [InlineData(5402)]
    public void Walk_SeedThatOnceFailed_KeepsThePromises(ulong seed) => Walk(seed);

    /// <summary>
    /// People close our legs by hand in between: what is left is equal, our books hold what the venues do, no leg that is gone is hedged, and
    /// each that was missed is a case for a person.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Walk_LegsAreClosedByHand_EndsEqualAndAgrees(int batch)
    {
        int hands = 0;
        for (int i = 0; i < SeedsPerBatch; i++)
        {
            ulong seed = (ulong)(100_000 + (batch * SeedsPerBatch) + i);
            try
            {
                hands += WalkByHand(seed);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"the walk of seed {seed}, by hand: {failure.Message}", failure);
            }
        }

        Assert.True(hands > SeedsPerBatch / 2, $"only {hands} legs were closed by hand in {SeedsPerBatch} walks");
    }

    /// <summary>
    /// Whatever the order of fills, marks, commands and restarts, no order that opens goes beyond a cap with all that is in flight; the harness
    /// asserts it at each of them (<see cref="Episodes.Checks.ExposurePromises"/>).
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Walk_CapsAreTightAndLimitsChange_NoOpeningOrderGoesBeyondThem(int batch)
    {
        int opened = 0;
        long refused = 0;
        for (int i = 0; i < SeedsPerBatch; i++)
        {
            ulong seed = (ulong)(200_000 + (batch * SeedsPerBatch) + i);
            try
            {
                var walk = new EngineWalk(seed, tight: true);
                opened += Settled(walk).Ledger.Pairs.Count;
                refused += walk.CapsReached;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"the walk of seed {seed}, tight: {failure.Message}", failure);
            }
        }

        Assert.True(opened > SeedsPerBatch && refused > SeedsPerBatch / 3, $"{opened} pairs were opened and {refused} refused by a cap in {SeedsPerBatch} walks");
    }

    /// <summary>As many as <c>make walks SEEDS=n FIRST_SEED=k</c> asks for; none in the everyday run.</summary>
    [Fact]
    public void Walk_SeedsOfTheLongRun_KeepThePromises()
    {
        ulong count = Number("PROPBOT_WALK_SEEDS", 0);
        ulong first = Number("PROPBOT_WALK_FIRST", 300);
        List<string> failures = [];
        for (ulong seed = first; seed < first + count; seed++)
        {
            try
            {
                Walk(seed);
                WalkByHand(seed);
                Settled(new EngineWalk(seed, tight: true));
            }
            catch (Exception failure)
            {
                failures.Add($"seed {seed}: {failure.Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private static ulong Number(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), System.Globalization.CultureInfo.InvariantCulture, out ulong number) ? number : otherwise;

    private static int Walk(ulong seed)
    {
        EngineHarness desk = Settled(new EngineWalk(seed));
        Assert.All(desk.Ledger.ForcedFills, f => Assert.True(f.Unassigned.IsZero, $"{f.Unassigned} of forced fill {f.Fill.TradeId} were taken from no leg"));
        Assert.Empty(desk.Snapshot.Cases);
        return desk.Ledger.Pairs.Count;
    }

    private static int WalkByHand(ulong seed)
    {
        var walk = new EngineWalk(seed, handsOn: true);
        EngineHarness desk = Settled(walk);
        // A venue's own fill may be told when the leg that it took is out of the books already, and a wallet that has other causes too is a person's.
        Assert.All(desk.Snapshot.Cases, c => Assert.True(c.Matter.Kind is CaseKind.LostLeg or CaseKind.ForcedFill or CaseKind.Wallet, $"{c}"));
        return walk.HandsUsed;
    }

    private static EngineHarness Settled(EngineWalk walk)
    {
        walk.Run(Steps);
        EngineHarness desk = walk.Desk;
        Assert.All(desk.Ledger.Orders.Values, o => Assert.True(
            o.Status.IsTerminal() && o.FilledQuantity == o.CumulativeQuantity, $"{o.Intent.ClientOrderId} is {o.Status}, {o.FilledQuantity} of {o.CumulativeQuantity}"));
        Assert.All(desk.Ledger.Pairs.Values, p => Assert.True(p.Imbalance == 0m, $"{p.Id} is {p.Status} and unequal by {p.Imbalance}"));
        foreach (Instrument instrument in desk.Instruments)
        {
            decimal ours = desk.Ledger.Balance(LedgerAccount.Position(instrument.Id), instrument.Id.Symbol.Base);
            decimal theirs = desk.Venues[instrument.Id.Venue].PositionOf(instrument.Id);
            Assert.True(ours == theirs, $"{instrument.Id}: ours {ours}, the venue's {theirs}; {string.Join("; ", desk.Snapshot.ActivePairs.Select(p => p.Pair))}; {string.Join("; ", desk.Snapshot.Cases)}");
        }

        return desk;
    }
}
