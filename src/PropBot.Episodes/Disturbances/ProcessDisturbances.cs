using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>The bot's own process and its ledger.</summary>
internal static class ProcessDisturbances
{
    public static readonly IReadOnlyList<Disturbance> All = [new Kill(), new LedgerAway()];

    /// <summary>The process dies at a point of handling an event (the word), and is begun again after a while.</summary>
    private sealed class Kill() : Disturbance("kill")
    {
        private const string AtSend = "Send";

        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(2); i > 0; i--)
            {
                KillPoint point = draw.One(KillPoint.BeforeCommit, KillPoint.BeforeSend, KillPoint.AfterFirstSend, KillPoint.AfterSend);
                string when = draw.One("", AtSend);
                draw.Add(item => item with { At = draw.Moment(), For = draw.Seconds(0.2, draw.One(2.0, 15.0)), Word = $"{point}{when}" });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            string word = item.Word ?? nameof(KillPoint.BeforeCommit);
            // Longest names first: BeforeSendSend is the point BeforeSend at an event that sends.
            KillPoint point = Enum.GetValues<KillPoint>().Where(p => word.StartsWith(p.ToString(), StringComparison.Ordinal)).MaxBy(p => p.ToString().Length);
            world.Desk.KillAt(point, word.Length > point.ToString().Length, item.For);
        }
    }

    /// <summary>
    /// The ledger takes nothing for a while: the event that was to be written waits, what comes in meanwhile after it. At times the first
    /// attempt was written and only its answer is missing (the word).
    /// </summary>
    private sealed class LedgerAway() : Disturbance("ledger_away")
    {
        private const string Unanswered = "unanswered";

        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(0.7); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), For = draw.Seconds(0.1, draw.One(1.0, 8.0, 90.0)), Word = draw.One("", Unanswered) });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            world.LedgerGate.IsShut = true;
            world.LedgerGate.KeepsNext = item.Word == Unanswered;
            world.AfterTrouble(item.For, () => world.LedgerGate.IsShut = false);
        }
    }
}
