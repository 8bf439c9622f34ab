using PropBot.Core.Values;
using PropBot.Simulator.Faults;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>Each kind of fault changes what a client sees at each venue that knows it; a kind without a case fails.</summary>
public sealed class EveryFaultTests
{
    private static readonly Dictionary<FaultKind, Func<object, Task>> Cases = new IReadOnlyDictionary<FaultKind, Func<FaultStage, Task>>[]
    {
        RequestFaultCases.All, OrderFaultCases.All, StreamFaultCases.All, VenueFaultCases.All,
    }.SelectMany(cases => cases).ToDictionary(pair => pair.Key, pair => (Func<object, Task>)(stage => pair.Value((FaultStage)stage)));

    public static TheoryData<FaultKind, string> KindsAndVenues()
    {
        var data = new TheoryData<FaultKind, string>();
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            foreach (VenueId venue in (VenueId[])[VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear])
            {
                if (FaultCatalogue.Of(kind).IsKnownAt(venue))
                {
                    data.Add(kind, venue.Name);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndVenues))]
    public async Task Fault_WithAndWithout_DiffersOnTheWire(FaultKind kind, string venue)
    {
        Assert.True(Cases.ContainsKey(kind), $"{kind} has no case: show how it changes what a client sees");
        await using FaultStage stage = await FaultStage.StartAsync(new VenueId(venue));

        await Cases[kind](stage);

        Assert.True(await stage.StruckAsync(kind) > 0, "the fault was not counted");
    }

    [Fact]
    public void Kinds_AreAtLeastThirty_AndEachIsInTheCatalogue()
    {
        FaultKind[] kinds = Enum.GetValues<FaultKind>();

        Assert.True(kinds.Length >= 30);
        Assert.All(kinds, kind => Assert.True(FaultCatalogue.TryParse(FaultCatalogue.NameOf(kind), out FaultKind again) && again == kind));
    }
}
