using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>Caps of a pair or two, marks that move about the books, and people who lower limits and raise them again.</summary>
internal sealed class WalkedLimits(EngineHarness desk, SeededRandom random, Action<EngineEvent> feed)
{
    private static readonly LimitName[] Changed = [LimitName.MaxPosition, LimitName.MaxNotionalPerVenue, LimitName.MaxNotionalTotal, LimitName.MaxActivePairs];

    /// <summary>Each cap for itself, so that now this one and now that one is the narrowest.</summary>
    public static RiskOptions Tight(RiskOptions usual, SeededRandom random) => usual with
    {
        MaxNotionalPerOrder = Drawn(random),
        MaxNotionalPerSymbol = Drawn(random),
        MaxNotionalPerAsset = Drawn(random),
        MaxNotionalPerVenue = Drawn(random),
        MaxNotionalPerStrategy = Drawn(random),
        MaxNotionalTotal = Drawn(random),
        MaxNetDelta = Drawn(random),
    };

    public void Happen()
    {
        switch (random.NextInt(40))
        {
            case < 8:
                Instrument marked = desk.Instruments.ElementAt(random.NextInt(desk.Instruments.Count));
                decimal middle = marked.Id.Symbol == TestInstruments.Btc ? 60_000m : 3_000m;
                feed(new MarkPriceChanged(marked.Id, marked.Tick.RoundDown(new Price(middle * (1m + ((random.NextInt(301) - 150) * 0.0001m)))), default));
                break;
            case 8:
                feed(new LimitLowered(Change(), "anna", "walk"));
                break;
            case 9:
                feed(new ApprovalRequested(OperatorSteps.IdOf(desk.Ledger.Approvals.Count + 1), ApprovalAction.RaiseLimit, "anna", "walk") { Raises = Change() });
                feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "boris"));
                break;
        }
    }

    private LimitChange Change()
    {
        LimitName limit = Changed[random.NextInt(Changed.Length)];
        return new LimitChange(limit, limit.Rule().IsWhole ? 1 + random.NextInt(6) : Drawn(random).Value);
    }

    private static Notional Drawn(SeededRandom random) => new(600m + (200m * random.NextInt(15)));
}
