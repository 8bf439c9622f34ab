using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>What the stories of sweeps have in common: asking for one, and venues that do what they are asked.</summary>
internal static class SweepSteps
{
    public const string Id = "shift-1";

    public static readonly SweepScope Everything = new(null, null, TakesOff: true);
    public static readonly SweepScope EveryOrder = new(null, null, TakesOff: false);

    public static IReadOnlyList<Effect> Ask(this EngineHarness desk, SweepKind kind, SweepScope scope, string id = Id, bool dryRun = false) =>
        desk.Feed(new SweepRequested(kind, scope, "anna", "api", id, dryRun));

    public static IReadOnlyList<Effect> CloseAll(this EngineHarness desk, string id = Id, bool dryRun = false) =>
        desk.WithoutLists().Ask(SweepKind.CloseAll, Everything, id, dryRun);

    public static IReadOnlyList<Effect> CancelAll(this EngineHarness desk, string id = Id, VenueId? venue = null) =>
        desk.WithoutLists().Ask(SweepKind.CancelAll, EveryOrder with { Venue = venue }, id);

    /// <summary>From here on the story answers what is asked for open orders.</summary>
    private static EngineHarness WithoutLists(this EngineHarness desk)
    {
        desk.AnswersOpenOrders = false;
        return desk;
    }

    /// <summary>Time goes on, and every venue fills what it is sent at its touch and answers what it is asked.</summary>
    public static void Serve(this EngineHarness desk, double seconds, Func<OrderIntent, bool>? takes = null)
    {
        for (int step = 0; step < seconds * 10; step++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                if (takes?.Invoke(order) ?? true)
                {
                    desk.Complete(order);
                }
            }

            desk.AnswerQuestions();
            desk.Pass(0.1);
        }
    }

    public static Sweep Sweep(this EngineHarness desk, string id = Id) => desk.Ledger.Sweeps[id];

    public static IEnumerable<Journaled> Lines(this EngineHarness desk, string type) => desk.Ledger.Lines.Where(l => l.Type == type);

    public static string Value(this Journaled line, string name) => line.Payload.Single(p => p.Key == name).Value;

    public static bool IsFlat(this EngineHarness desk) => desk.Instruments.All(i => desk.Venues[i.Id.Venue].PositionOf(i.Id) == 0m);
}
