using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Simulation;

namespace PropBot.Episodes.World;

/// <summary>
/// The network between the desk and one venue: requests take a while to arrive and answers to come back, and of each the schedule
/// may say that it is refused, lost, late, doubled or answered by nothing.
/// </summary>
internal sealed class Line(VenueId venue, EpisodeSettings settings, VirtualTime time, MessageFaults faults, ulong seed)
{
    public const string Refused = "refused";
    public const string RequestLost = "request_lost";
    public const string AnswerLost = "answer_lost";
    public const string Unanswered = "unanswered";
    public const string Late = "late";
    public const string Slow = "slow";
    public const string Doubled = "doubled";
    public const string Partial = "partial";
    public const string Untold = "untold";
    public const string ToldLate = "told_late";
    public const string ToldTwice = "told_twice";
    public const string Garbled = "garbled";

    /// <summary>After so long without an answer the adapter gives a request up.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(2);

    private readonly int[] _sent = new int[(int)MessageChannel.Stream + 1];
    private readonly SeededRandom _latencies = new(seed, $"line {venue}");
    private TimeSpan _streamUntil;

    /// <summary>The venue does not answer anybody.</summary>
    public bool IsVenueDown { get; set; }

    /// <summary>Requests do not leave: the venue has banned us and the adapter keeps still.</summary>
    public bool IsBanned { get; set; }

    /// <summary>The keys read and no longer trade: what places or cancels is refused by the venue itself.</summary>
    public bool IsRightWithdrawn { get; set; }

    /// <param name="arrive">At the venue; gets the fault of this request, if any.</param>
    /// <param name="answered">Back at the desk; not called when no word comes back at all.</param>
    public void Send<T>(MessageChannel channel, Func<ScheduleItem?, T> arrive, Action<Reply<T>> answered)
    {
        int number = ++_sent[(int)channel];
        TimeSpan there = Latency();
        TimeSpan back = Latency();
        if (IsBanned)
        {
            time.After(TimeSpan.Zero, () => answered(new Reply<T>.NotSent(RefusalKind.RateLimited, "banned")));
            return;
        }

        if (IsVenueDown)
        {
            MeetClosedDoor(number, there, answered);
            return;
        }

        if (IsRightWithdrawn && channel is (MessageChannel.Place or MessageChannel.Cancel))
        {
            time.After(there + back, () => answered(new Reply<T>.TurnedAway(RefusalKind.Unauthorized)));
            return;
        }

        ScheduleItem? fault = faults.Find(venue, channel, number);
        switch (fault?.Kind)
        {
            case Refused:
                RefusalKind kind = Enum.TryParse(fault.Word, out RefusalKind named) ? named : RefusalKind.RateLimited;
                Reply<T> no = kind == RefusalKind.VenueUnavailable ? new Reply<T>.NotSent(kind, "connection refused") : new Reply<T>.TurnedAway(kind);
                time.After(there + back, () => answered(no));
                break;
            case RequestLost:
                time.After(fault.For, () => answered(new Reply<T>.Lost("timed out before it was sent")));
                break;
            case AnswerLost:
                time.After(there, () => arrive(fault));
                time.After(there + fault.For, () => answered(new Reply<T>.Lost("timed out")));
                break;
            case Unanswered:
                time.After(there, () => arrive(fault));
                break;
            case Late:
                time.After(fault.For * (double)fault.Amount, () => answered(new Reply<T>.Lost("connection reset")));
                time.After(fault.For, () => arrive(fault));
                break;
            case Slow:
                Carry(there + (fault.For * (double)fault.Amount), back + (fault.For * (1.0 - (double)fault.Amount)), fault, arrive, answered);
                break;
            case Doubled:
                time.After(there, () => arrive(fault));
                Carry(there + fault.For, back, fault, arrive, answered);
                break;
            default:
                Carry(there, back, fault, arrive, answered);
                break;
        }
    }

    /// <summary>A message of the private stream. One stream: what comes later does not overtake, unless the schedule says so.</summary>
    /// <param name="mayBeUntold">Whether it may get lost without anybody noticing.</param>
    /// <param name="hear">At the desk; true: it cannot be read.</param>
    public void Tell(bool mayBeUntold, Action<bool> hear)
    {
        int number = ++_sent[(int)MessageChannel.Stream];
        TimeSpan arrival = time.Elapsed + Latency();
        ScheduleItem? fault = faults.Find(venue, MessageChannel.Stream, number);
        if (fault?.Kind == Untold && mayBeUntold)
        {
            return;
        }

        if (fault?.Kind == ToldLate)
        {
            time.At(arrival + fault.For, () => hear(false));
            return;
        }

        _streamUntil = arrival > _streamUntil ? arrival : _streamUntil;
        bool isGarbled = fault?.Kind == Garbled;
        time.At(_streamUntil, () => hear(isGarbled));
        if (fault?.Kind == ToldTwice)
        {
            time.At(_streamUntil + fault.For, () => hear(false));
        }
    }

    public TimeSpan Latency() => settings.Latency + TimeSpan.FromTicks((long)(settings.Jitter.Ticks * _latencies.NextDouble()));

    private void Carry<T>(TimeSpan there, TimeSpan back, ScheduleItem? fault, Func<ScheduleItem?, T> arrive, Action<Reply<T>> answered) =>
        time.After(there, () =>
        {
            T answer = arrive(fault);
            time.After(back, () => answered(new Reply<T>.Answered(answer)));
        });

    /// <summary>Every other connection is refused at once, the others end in silence.</summary>
    private void MeetClosedDoor<T>(int number, TimeSpan there, Action<Reply<T>> answered)
    {
        if (number % 2 == 0)
        {
            time.After(there, () => answered(new Reply<T>.NotSent(RefusalKind.VenueUnavailable, "connection refused")));
        }
        else
        {
            time.After(TimeOut, () => answered(new Reply<T>.Lost("no answer: the venue is down")));
        }
    }
}
