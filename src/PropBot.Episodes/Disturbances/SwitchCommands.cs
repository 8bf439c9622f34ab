using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What people choose to trade: one switches the strategy off, two switch it on again and end a dry run.</summary>
internal static class SwitchCommands
{
    public const string ExitDryRunKind = "exit_dry_run";

    private const string Reason = "episode";

    /// <summary>The same person confirms: refused.</summary>
    private const string Alone = "alone";

    public static readonly IReadOnlyList<Disturbance> All = [new StrategyOff(), new ExitDryRun()];

    private static ApprovalId IdOf(ApprovalAction action, ScheduleItem item) => new(string.Create(CultureInfo.InvariantCulture, $"{(int)action:x16}{item.At.Ticks:x16}"));

    /// <summary>The strategy is switched off and on again; at times (no duration) it stays off to the end.</summary>
    private sealed class StrategyOff() : Disturbance("strategy_off")
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(0.3); i > 0; i--)
            {
                bool comesBack = draw.Random.NextInt(5) != 0;
                draw.Add(item => item with { At = draw.Moment(), For = comesBack ? draw.Seconds(0.5, 4) : TimeSpan.Zero, Word = draw.One("", "", Alone) });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            world.Desk.Deliver(new StrategySwitched(StrategyNames.CrossExchangeArb, false, "anna", Reason));
            if (item.For > TimeSpan.Zero)
            {
                world.AfterTrouble(item.For, () => SwitchOn(world, item));
            }
        }

        /// <summary>Somebody tries it alone first: refused.</summary>
        private static void SwitchOn(EpisodeWorld world, ScheduleItem item)
        {
            world.Desk.Deliver(new StrategySwitched(StrategyNames.CrossExchangeArb, true, "boris", Reason));
            world.Desk.Deliver(new ApprovalRequested(IdOf(ApprovalAction.EnableStrategy, item), ApprovalAction.EnableStrategy, "anna", Reason) { Releases = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb) });
            world.Desk.Deliver(new ApprovalConfirmed(ApprovalAction.EnableStrategy, null, item.Word == Alone ? "anna" : "boris"));
        }
    }

    /// <summary>One requests and another one confirms, or (the word) the same one tries. Refused where the process is no dry run.</summary>
    private sealed class ExitDryRun() : Disturbance(ExitDryRunKind)
    {
        /// <summary>How often two people end a dry run: early, so that little of an episode is spent in it, and again for the processes that are begun later.</summary>
        private const int ByTwo = 4;

        private static readonly TimeSpan Between = TimeSpan.FromSeconds(6);

        public override void Draw(ScheduleDraw draw)
        {
            if (draw.Settings.Engine.Control.DryRun)
            {
                draw.Add(item => item with { At = draw.Seconds(0, 2), Word = Alone });
                for (int i = 0; i < ByTwo; i++)
                {
                    draw.Add(item => item with { At = draw.Seconds(1, 5) + (i * Between) });
                }
            }

            for (int i = draw.Count(1); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), Word = draw.One("", Alone) });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            world.Desk.Deliver(new ApprovalRequested(IdOf(ApprovalAction.ExitDryRun, item), ApprovalAction.ExitDryRun, "anna", Reason));
            world.Desk.Deliver(new ApprovalConfirmed(ApprovalAction.ExitDryRun, null, item.Word == Alone ? "anna" : "boris"));
        }
    }
}
