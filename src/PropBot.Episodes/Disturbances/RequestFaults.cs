using PropBot.Core.Execution;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What becomes of single requests on their way; carried out by the <see cref="Line"/>.</summary>
internal static class RequestFaults
{
    /// <summary>Of each kind of message so many of an episode's first may be struck.</summary>
    private const int Messages = 40;

    public static readonly IReadOnlyList<Disturbance> All =
    [
        new RequestFault(Line.Refused, 0.08, draw => item => item with
        {
            Word = draw.One(
                RefusalKind.RateLimited, RefusalKind.VenueUnavailable, RefusalKind.ClockSkew, RefusalKind.InsufficientMargin, RefusalKind.InvalidRequest).ToString(),
        }),
        new RequestFault(Line.RequestLost, 0.06, draw => item => item with { For = draw.Seconds(0.2, 4) }),
        new RequestFault(Line.AnswerLost, 0.06, draw => item => item with { For = draw.Seconds(0.2, 4) }),
        new RequestFault(Line.Unanswered, 0.04, _ => item => item),
        new RequestFault(Line.Late, 0.05, draw => item => item with { For = draw.Seconds(0.5, 5), Amount = draw.One(0.1m, 0.5m, 0.9m) }),
        new RequestFault(Line.Slow, 0.08, draw => item => item with { For = draw.Seconds(0.2, 4), Amount = draw.One(0m, 0.5m, 1m) }),
        new RequestFault(Line.Doubled, 0.05, draw => item => item with { For = draw.Seconds(0.01, 2) }),
        new RequestFault(Line.Partial, 0.12, draw => item => item with { Amount = draw.One(0m, 0.05m, 0.3m, 0.7m, 0.95m) }, MessageChannel.Place),
    ];

    private sealed class RequestFault(
        string kind, double usual, Func<ScheduleDraw, Func<ScheduleItem, ScheduleItem>> how, params MessageChannel[] channels) : Disturbance(kind)
    {
        private static readonly MessageChannel[] Requests =
        [
            MessageChannel.Place, MessageChannel.Cancel, MessageChannel.Order, MessageChannel.Fills, MessageChannel.Account, MessageChannel.OpenOrders,
        ];

        public override void Draw(ScheduleDraw draw)
        {
            foreach (MessageChannel channel in channels.Length == 0 ? Requests : channels)
            {
                draw.Strike(channel, Messages, usual, how(draw));
            }
        }
    }
}
