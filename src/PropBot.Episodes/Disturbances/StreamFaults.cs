using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What becomes of single messages of the private stream; carried out by the <see cref="Line"/>.</summary>
internal static class StreamFaults
{
    private const int Messages = 120;

    public static readonly IReadOnlyList<Disturbance> All =
    [
        new StreamFault(Line.Untold, 0.06, _ => item => item),
        new StreamFault(Line.ToldLate, 0.10, draw => item => item with { For = draw.Seconds(0.1, 8) }),
        new StreamFault(Line.ToldTwice, 0.10, draw => item => item with { For = draw.Seconds(0, 8) }),
        new StreamFault(Line.Garbled, 0.04, _ => item => item),
    ];

    private sealed class StreamFault(string kind, double usual, Func<ScheduleDraw, Func<ScheduleItem, ScheduleItem>> how) : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw) => draw.Strike(MessageChannel.Stream, Messages, usual, how(draw));
    }
}
