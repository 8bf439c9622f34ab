using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Looks at every venue once an interval: streams, answers to requests, books, clock, access, refused and unknown orders. A check
/// must fail for a while before it counts and all must pass for a while before the venue is well again.
/// </summary>
internal sealed class WatchdogDesk(EngineState state, AutopilotGuard guard)
{
    private const int KeptTransitions = 50;

    /// <summary>A limit of zero would leave no measure.</summary>
    private const decimal LeastShare = 0.01m;

    private readonly LinkedList<WatchTransition> _transitions = [];
    private readonly List<string> _failures = [];
    private TimeSpan? _lookedElapsed;

    private WatchdogOptions Options => state.Options.Watchdog;

    public WatchdogSnapshot Snapshot() => !Options.Enabled ? WatchdogSnapshot.Off : new WatchdogSnapshot
    {
        Enabled = true,
        Venues = [.. state.Venues.Values.Select(v => new VenueWatchSnapshot(v.Venue, v.Watch.Status, v.Watch.Reason, v.Watch.Since, v.Watch.LastLookAt) { Health = v.Watch.Health })],
        Transitions = [.. _transitions],
    };

    /// <summary>A venue that the desk held for is in AUTO_HOLD until it has been seen well.</summary>
    public void OnStarted()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            HoldCause? held = state.Control.Holds.Causes.FirstOrDefault(c =>
                c.Kind == HoldKind.Guard && string.Equals(c.Source, AutopilotGuard.WatchdogSource(venue.Venue), StringComparison.Ordinal));
            if (held is not null && Options is { Enabled: true, AutoHold: true })
            {
                venue.Watch.Status = WatchStatus.AutoHold;
                venue.Watch.Reason = "not seen well since the start";
                venue.Watch.Since = held.Since;
            }
        }
    }

    /// <summary>What events tell of how a venue answers. Most tell nothing.</summary>
    public void Observe(EngineEvent happened)
    {
        switch (happened)
        {
            case AccountReported account:
                Answered(account.Account.Venue);
                break;
            case OpenOrdersReported orders:
                Answered(orders.Venue);
                break;
            case OrderNotFound missing:
                Answered(missing.Instrument.Venue);
                break;
            case VenueLinkChanged { Link: VenueLink.Up } link:
                Answered(link.Venue);
                break;
            case AccountQueryFailed failed:
                Failed(failed.Venue, failed.Reason);
                break;
            case OpenOrdersQueryFailed failed:
                Failed(failed.Venue, failed.Reason);
                break;
            case OrderQueryFailed failed:
                Failed(failed.Instrument.Venue, failed.Reason);
                break;
            case PlaceAnswered answer when state.Orders.TryGetValue(answer.ClientOrderId, out (PairState Pair, TrackedOrder Order) known):
                OnPlaceAnswered(state.Venues[known.Order.Intent.Instrument.Venue], answer.Outcome);
                break;
        }
    }

    public void OnClock()
    {
        if (!Options.Enabled || (_lookedElapsed is { } looked && state.Elapsed - looked < Options.Interval))
        {
            return;
        }

        _lookedElapsed = state.Elapsed;
        foreach (VenueState venue in state.Venues.Values)
        {
            Look(venue);
        }
    }

    private void Answered(VenueId venue) => state.Venues[venue].Watch.Answered(state.Elapsed);

    private void Failed(VenueId venue, string reason) => state.Venues[venue].Watch.RequestFailure = reason;

    private void OnPlaceAnswered(VenueState venue, VenueOutcome outcome)
    {
        venue.Watch.CountOutcome(state.Elapsed, outcome);
        if (outcome is VenueOutcome.Unknown unknown)
        {
            venue.Watch.RequestFailure = unknown.Reason;
        }
        else
        {
            venue.Watch.Answered(state.Elapsed);
        }
    }

    private void Look(VenueState venue)
    {
        VenueWatch watch = venue.Watch;
        watch.LastLookAt = state.At;
        _failures.Clear();
        bool isClean = Check(venue);
        watch.Health = Measure(venue);
        if (_failures.Count > 0)
        {
            watch.FailedElapsed = state.Elapsed;
            watch.Reason = string.Join("; ", _failures);
        }

        WatchStatus next = Next(watch, isClean);
        if (next != watch.Status)
        {
            Go(venue, next);
        }
    }

    private WatchStatus Next(VenueWatch watch, bool isClean)
    {
        if (_failures.Count == 0)
        {
            bool isOver = watch.FailedElapsed is not { } failed || state.Elapsed - failed >= Options.RecoverAfter;
            return isClean && isOver ? WatchStatus.Ok : watch.Status;
        }

        return watch.Status switch
        {
            WatchStatus.Unknown when state.Elapsed < Options.StartPatience => WatchStatus.Unknown,
            WatchStatus.AutoHold => WatchStatus.AutoHold,
            WatchStatus.Degraded when Options.AutoHold && state.Elapsed - watch.DegradedElapsed >= Options.HoldAfter => WatchStatus.AutoHold,
            _ => WatchStatus.Degraded,
        };
    }

    private void Go(VenueState venue, WatchStatus next)
    {
        VenueWatch watch = venue.Watch;
        WatchStatus before = watch.Status;
        watch.Status = next;
        watch.Since = state.At;
        string reason = next == WatchStatus.Ok ? "every check passes" : watch.Reason;
        if (next == WatchStatus.Ok)
        {
            watch.Reason = "";
        }
        else if (next == WatchStatus.Degraded)
        {
            watch.DegradedElapsed = state.Elapsed;
        }

        _transitions.AddFirst(new WatchTransition(venue.Venue, before, next, reason, state.At));
        if (_transitions.Count > KeptTransitions)
        {
            _transitions.RemoveLast();
        }

        Tell(venue.Venue, before, next, reason);
        if (next == WatchStatus.AutoHold)
        {
            guard.OnAutoHold(venue);
        }
    }

    /// <summary>The first good look of a run is no news.</summary>
    private void Tell(VenueId venue, WatchStatus before, WatchStatus next, string reason)
    {
        if (before == WatchStatus.Unknown && next == WatchStatus.Ok)
        {
            return;
        }

        string holds = next == WatchStatus.AutoHold ? "true" : "false";
        string text = $"[WATCHDOG] {venue}: {before.Code()} -> {next.Code()}. reason={reason} (auto_hold={holds})";
        state.Alert(next == WatchStatus.Ok ? AlertSeverity.Info : AlertSeverity.Warning, "watchdog_status", text, text);
    }

    /// <returns>True when no check fails at this look, however short.</returns>
    private bool Check(VenueState venue)
    {
        VenueWatch watch = venue.Watch;
        bool isUp = venue.Link == VenueLink.Up;
        bool isClean = Pass(watch, "link", isUp ? null : venue.LinkReason);
        isClean &= Pass(watch, "rest", isUp && state.Elapsed - watch.AnsweredElapsed > Options.RestSilence
            ? $"no request was answered for {Seconds(Options.RestSilence)} s{(watch.RequestFailure.Length > 0 ? $", the last one failed: {watch.RequestFailure}" : "")}"
            : null);
        isClean &= Pass(watch, "clock", venue.IsClockUncertain ? "its clock is not known well enough to sign requests" : null);
        isClean &= Pass(watch, "access", venue.Access == VenueAccess.Open ? null : $"{venue.Access}: {venue.AccessReason}");
        return CheckOrders(watch) & CheckBooks(venue) & isClean;
    }

    /// <summary>The same things as the checks, as measures: they tell before a check fails.</summary>
    private VenueHealth Measure(VenueState venue)
    {
        (int count, int refused, int unknown) = venue.Watch.Outcomes(state.Elapsed, Options.OutcomeWindow);
        int judged = count >= Options.MinOutcomes ? count : 0;
        bool isUp = venue.Link == VenueLink.Up;
        return VenueHealth.Of(
        [
            new("link", isUp && venue.Access == VenueAccess.Open ? 0m : 1m, 1m, 1m),
            new("rest", isUp ? InSeconds(state.Elapsed - venue.Watch.AnsweredElapsed) : 0m, InSeconds(Options.RestSilence), 0.8m),
            new("books", OldestBook(venue.Venue), InSeconds(Options.BookSilence), 0.8m),
            new("clock", InSeconds(venue.Clock?.Uncertainty ?? TimeSpan.Zero), InSeconds(venue.Clock?.Window ?? TimeSpan.FromSeconds(1)), 0.8m),
            new("rejects", Share(refused, judged), Math.Max(LeastShare, Options.MaxRejectShare), 0.8m),
            new("unknowns", Share(unknown, judged), Math.Max(LeastShare, Options.MaxUnknownShare), 0.9m),
        ]);
    }

    /// <summary>Seconds since the last message of the quietest book.</summary>
    private decimal OldestBook(VenueId venue)
    {
        TimeSpan oldest = TimeSpan.Zero;
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (instrument.Instrument.Id.Venue == venue && instrument.Depth is { } view && state.Elapsed - view.ReceivedElapsed > oldest)
            {
                oldest = state.Elapsed - view.ReceivedElapsed;
            }
        }

        return InSeconds(oldest);
    }

    private static decimal InSeconds(TimeSpan time) => (decimal)time.TotalSeconds;

    private static decimal Share(int part, int whole) => whole == 0 ? 0m : (decimal)part / whole;

    private bool CheckOrders(VenueWatch watch)
    {
        (int count, int refused, int unknown) = watch.Outcomes(state.Elapsed, Options.OutcomeWindow);
        bool isKnown = count >= Options.MinOutcomes;
        return Pass(watch, "rejects", isKnown && refused > Options.MaxRejectShare * count ? $"{refused} of the last {count} orders were refused" : null)
            & Pass(watch, "unknowns", isKnown && unknown > Options.MaxUnknownShare * count ? $"{unknown} of the last {count} orders got no certain answer" : null);
    }

    private bool CheckBooks(VenueState venue)
    {
        bool isClean = true;
        bool hasBooks = false;
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (instrument.Instrument.Id.Venue == venue.Venue)
            {
                hasBooks = true;
                isClean &= CheckBook(venue.Watch, instrument);
            }
        }

        return Pass(venue.Watch, "instruments", hasBooks ? null : "none is loaded") & isClean;
    }

    /// <summary>
    /// Fails when nothing comes any more, or nothing that makes the book whole. A book that is out of sync for a moment is no failure of the
    /// venue; yet the venue is well again only when the book was whole after the last failure.
    /// </summary>
    private bool CheckBook(VenueWatch watch, InstrumentState instrument)
    {
        TimeSpan broken = instrument.Watch.Broken(state.Elapsed, Options.RecoverAfter);
        string? trouble = null;
        if (broken >= Options.BookBroken)
        {
            trouble = $"it has not been whole for {Seconds(Options.BookBroken)} s, it is {instrument.Depth?.Trust ?? BookTrust.Unsynced}";
        }
        else if (instrument.Depth is { Trust: BookTrust.Synced } view && state.Elapsed - view.ReceivedElapsed >= Options.BookSilence)
        {
            trouble = $"no message for {Seconds(Options.BookSilence)} s";
        }

        TimeSpan? whole = instrument.Watch.WholeElapsed(state.Elapsed, Options.RecoverAfter);
        return Pass(watch, instrument.WatchCheck, trouble) && whole is not null && !(watch.FailedElapsed >= whole);
    }

    private static string Seconds(TimeSpan time) => WireNumber.Format((decimal)time.TotalSeconds);

    /// <summary>One check of one look; it fails the venue only after it has failed for long enough.</summary>
    private bool Pass(VenueWatch watch, string check, string? trouble)
    {
        if (trouble is null)
        {
            watch.Passing(check);
            return true;
        }

        if (watch.Failing(check, state.Elapsed) >= Options.DegradeAfter)
        {
            _failures.Add($"{check}: {trouble}");
        }

        return false;
    }
}
