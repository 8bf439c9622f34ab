using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Looks at every venue once an interval: streams, answers to requests, books and how late they come, marks, clock, access, refused and unknown orders. A check
/// must fail for a while before it counts, or again and again, and all must pass for a while before the venue is well again.
/// </summary>
internal sealed class WatchdogDesk(EngineState state, AutopilotGuard guard)
{
    /// <summary>A limit of zero would leave no measure.</summary>
    private const decimal LeastShare = 0.01m;

    /// <summary>Fewer prices than this cannot tell which of them is wrong.</summary>
    private const int LeastPrices = 3;

    /// <summary>How often a check must have failed within the window to be one that comes and goes: one long outage is over when it is over.</summary>
    private const int LeastBreaks = 3;

    /// <summary>So many looks in a row that were not taken are no hiccup.</summary>
    private const int StaleLooks = 3;

    /// <summary>A loop may be busy for a moment; heartbeats come ten times a second.</summary>
    private static readonly TimeSpan LeastStale = TimeSpan.FromSeconds(5);

    private const string NotSeenWell = "not seen well since the start";

    private readonly List<string> _failures = [];
    private TimeSpan? _lookedElapsed;
    private TimeSpan _sinceLastLook;
    private bool _failsNow;

    private WatchdogOptions Options => state.Options.Watchdog;

    /// <summary>A check that came and went for so long within the window counts as one that fails.</summary>
    private TimeSpan MostFailing
    {
        get
        {
            TimeSpan share = Options.FlapWindow * (double)Options.MaxFailingShare;
            return share > Options.DegradeAfter ? share : Options.DegradeAfter;
        }
    }

    public WatchdogSnapshot Snapshot() => !Options.Enabled ? WatchdogSnapshot.Off : new WatchdogSnapshot
    {
        Enabled = true,
        Venues = [.. state.Venues.Values.Select(v => new VenueWatchSnapshot(v.Venue, v.Watch.Status, v.Watch.Reason, v.Watch.Since, v.Watch.LastLookAt)
        {
            Health = v.Watch.Health,
            LookAge = v.Watch.LastLookAt is null ? null : state.Elapsed - _lookedElapsed,
        })],
        StaleAfter = StaleLooks * Options.Interval > LeastStale ? StaleLooks * Options.Interval : LeastStale,
        Transitions = [.. state.WatchTransitions],
    };

    /// <summary>
    /// A venue that the desk held for is in AUTO_HOLD, and one that was degraded is degraded, until it has been seen well. Connecting takes its time and is no
    /// reason to hold: what stays degraded holds the desk when the patience of a start is over.
    /// </summary>
    public void OnStarted()
    {
        if (!Options.Enabled)
        {
            return;
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            HoldCause? held = Options.AutoHold
                ? state.Control.Holds.Causes.FirstOrDefault(c =>
                    c.Kind == HoldKind.Guard && string.Equals(c.Source, AutopilotGuard.WatchdogSource(venue.Venue), StringComparison.Ordinal))
                : null;
            TroubledVenue? before = state.Control.Troubled?.Of(venue.Venue);
            if ((held?.Since ?? before?.Since) is { } since)
            {
                VenueWatch watch = venue.Watch;
                bool wasHeldFor = held is not null || (Options.AutoHold && before?.Status == WatchStatus.AutoHold);
                watch.Status = wasHeldFor ? WatchStatus.AutoHold : WatchStatus.Degraded;
                watch.HoldIsUntold = wasHeldFor && held is null;
                watch.Reason = before is null ? NotSeenWell : $"{NotSeenWell}; before it: {before.Reason}";
                watch.Since = since;
                watch.IsFromBefore = true;
                watch.FailedElapsed = state.Elapsed;
                watch.DegradedElapsed = state.Elapsed + Options.StartPatience;
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
            case VenueLinkChanged lost:
                state.Venues[lost.Venue].Watch.LostBetweenLooks = lost.Reason;
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
        if (!Options.Enabled)
        {
            Forget();
            return;
        }

        if (_lookedElapsed is { } looked && state.Elapsed - looked < Options.Interval)
        {
            return;
        }

        _sinceLastLook = state.Elapsed - (_lookedElapsed ?? state.Elapsed);
        _lookedElapsed = state.Elapsed;
        foreach (VenueState venue in state.Venues.Values)
        {
            Look(venue);
        }
    }

    /// <summary>Switched off while the desk runs: what it found last says nothing any more, and holds nobody.</summary>
    private void Forget()
    {
        if (_lookedElapsed is null)
        {
            return;
        }

        _lookedElapsed = null;
        foreach (VenueState venue in state.Venues.Values)
        {
            venue.Watch.Status = WatchStatus.Unknown;
            venue.Watch.Health = null;
            venue.Watch.IsFromBefore = false;
        }

        if (state.Control.Troubled is { } troubled)
        {
            foreach (TroubledVenue venue in troubled.All)
            {
                Journal(venue.Venue, venue.Status.Code(), WatchStatus.Unknown.Code(), "the watchdog is switched off");
            }

            state.SetControl(state.Control with { Troubled = null });
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
        _failsNow = false;
        bool isClean = Check(venue);
        watch.Health = Measure(venue);
        watch.LostBetweenLooks = null;
        if (_failures.Count > 0 || (_failsNow && watch.Status is WatchStatus.Degraded or WatchStatus.AutoHold))
        {
            watch.FailedElapsed = state.Elapsed;
        }

        if (_failures.Count > 0)
        {
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
            watch.IsFromBefore = false;
            watch.HoldIsUntold = false;
        }
        else if (next == WatchStatus.Degraded)
        {
            watch.DegradedElapsed = state.Elapsed;
        }

        Keep(venue.Venue, next, reason);
        state.Note(new WatchTransition(venue.Venue, before, next, reason, state.At));

        Tell(venue.Venue, before, next, reason);
        if (next == WatchStatus.AutoHold)
        {
            guard.OnAutoHold(venue);
        }
    }

    private void Keep(VenueId venue, WatchStatus status, string reason)
    {
        IEnumerable<TroubledVenue> others = (state.Control.Troubled?.All ?? []).Where(v => v.Venue != venue);
        IEnumerable<TroubledVenue> all = status is WatchStatus.Degraded or WatchStatus.AutoHold
            ? others.Append(new TroubledVenue(venue, status, reason, state.At))
            : others;
        state.SetControl(state.Control with { Troubled = TroubledVenues.Of([.. all.OrderBy(v => v.Venue)]) });
    }

    /// <summary>The first good look of a run is no news.</summary>
    private void Tell(VenueId venue, WatchStatus before, WatchStatus next, string reason)
    {
        if (before == WatchStatus.Unknown && next == WatchStatus.Ok)
        {
            return;
        }

        Journal(venue, before.Code(), next.Code(), reason);
        string holds = next == WatchStatus.AutoHold ? "true" : "false";
        string text = $"[WATCHDOG] {venue}: {before.Code()} -> {next.Code()}. reason={reason} (auto_hold={holds})";
        state.Alert(next == WatchStatus.Ok ? AlertSeverity.Info : AlertSeverity.Warning, "watchdog_status", text, text);
    }

    private void Journal(VenueId venue, string before, string now, string reason) => state.Effects.Add(new Journaled("control.watchdog",
    [
        new("exchange", venue.Name), new("before", before), new("now", now),
        new("actor", "system"), new("source", AutopilotGuard.WatchdogSource(venue)), new("reason", reason), new("correlation_id", ""),
    ]));

    /// <returns>True when no check fails at this look, however short.</returns>
    private bool Check(VenueState venue)
    {
        VenueWatch watch = venue.Watch;
        bool isUp = venue.Link == VenueLink.Up;
        bool isClean = Pass(watch, "link", isUp ? watch.LostBetweenLooks : venue.LinkReason);
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
            new("delay", InSeconds(LongestDelay(venue.Venue)), InSeconds(Options.MaxDelay), 0.8m),
            new("trust", BrokenBooks(venue.Venue), 1m, 0.8m, Everyday: 0m),
            new("marks", InSeconds(OldestMark(venue)), InSeconds(Options.MarkSilence), 0.8m),
            new("clock", InSeconds(venue.Clock?.Uncertainty ?? TimeSpan.Zero), InSeconds(venue.Clock?.Window ?? TimeSpan.FromSeconds(1)), 0.8m),
            new("rejects", Share(refused, judged), Math.Max(LeastShare, Options.MaxRejectShare), 0.8m),
            new("unknowns", Share(unknown, judged), Math.Max(LeastShare, Options.MaxUnknownShare), 0.9m),
            new("failing", InSeconds(venue.Watch.MostFailing(state.Elapsed, Options.FlapWindow, LeastBreaks)), InSeconds(MostFailing), 0.8m),
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

    private TimeSpan LongestDelay(VenueId venue)
    {
        TimeSpan longest = TimeSpan.Zero;
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (instrument.Instrument.Id.Venue == venue && instrument.Delay.Latest > longest)
            {
                longest = instrument.Delay.Latest;
            }
        }

        return longest;
    }

    /// <summary>Part of its books that may not be believed, or could not be at some time since the last look.</summary>
    private decimal BrokenBooks(VenueId venue)
    {
        int books = 0;
        int broken = 0;
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (instrument.Instrument.Id.Venue == venue)
            {
                bool was = instrument.Watch.TakeBroken();
                books++;
                broken += was || !instrument.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter) ? 1 : 0;
            }
        }

        return Share(broken, books);
    }

    private TimeSpan OldestMark(VenueState venue)
    {
        TimeSpan oldest = TimeSpan.Zero;
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (instrument.Instrument.Id.Venue == venue.Venue && MarkSilence(venue, instrument) is var silent && silent > oldest)
            {
                oldest = silent;
            }
        }

        return oldest;
    }

    /// <summary>A new connection begins to tell marks anew.</summary>
    private TimeSpan MarkSilence(VenueState venue, InstrumentState instrument) =>
        state.Elapsed - (instrument.MarkElapsed > venue.LinkUpElapsed ? instrument.MarkElapsed : venue.LinkUpElapsed);

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
                isClean &= CheckBook(venue.Watch, instrument) & CheckDelay(venue.Watch, instrument) & CheckMark(venue, instrument);
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

    private bool CheckDelay(VenueWatch watch, InstrumentState instrument) => Pass(watch, instrument.DelayCheck, instrument.Delay.IsLong(Options.MaxDelay)
        ? $"its messages come {Tenths(instrument.Delay.Latest)} s late, the limit is {Seconds(Options.MaxDelay)} s"
        : null);

    /// <summary>A mark that nobody says any more, or that no other price agrees with, values what is held, and the day's loss, wrongly.</summary>
    private bool CheckMark(VenueState venue, InstrumentState instrument)
    {
        string? trouble = null;
        if (MarkSilence(venue, instrument) is var silent && silent >= Options.MarkSilence)
        {
            string what = instrument.Mark is null ? "none was told" : "the mark is old, none was told";
            trouble = $"{what} for {Whole(silent)} s, the limit is {Seconds(Options.MarkSilence)} s";
        }
        else if (instrument.Mark is { } mark && AgreedPrice.Of(state, instrument.Instrument.Id.Symbol, LeastPrices) is { } agreed
            && PriceConsensus.DeviationBps(mark, agreed) is var off && off > Options.MaxMarkDeviationBps)
        {
            trouble = $"{WireNumber.Format(mark)} is {WireNumber.Format(Math.Round(off, 1, MidpointRounding.ToZero))} bps from {WireNumber.Format(agreed)}, "
                + $"the median of the venues, the limit is {WireNumber.Format(Options.MaxMarkDeviationBps)} bps";
        }

        return Pass(venue.Watch, instrument.MarkCheck, trouble);
    }

    private static string Seconds(TimeSpan time) => WireNumber.Format((decimal)time.TotalSeconds);

    private static string Tenths(TimeSpan time) => WireNumber.Format(Math.Round((decimal)time.TotalSeconds, 1, MidpointRounding.ToZero));

    private static string Whole(TimeSpan time) => WireNumber.Format(Math.Truncate((decimal)time.TotalSeconds));

    /// <summary>One check of one look; it fails the venue only after it has failed for long enough without a break, or often and long enough in all.</summary>
    private bool Pass(VenueWatch watch, string check, string? trouble)
    {
        CheckHistory history = watch.Check(check);
        if (trouble is null)
        {
            history.Passes();
        }
        else if (history.Fails(trouble, state.Elapsed, _sinceLastLook) >= Options.DegradeAfter)
        {
            _failsNow = true;
            _failures.Add($"{check}: {trouble}");
            return false;
        }

        if (history.Within(state.Elapsed, Options.FlapWindow, LeastBreaks) is var failed && failed >= MostFailing && failed > TimeSpan.Zero)
        {
            _failures.Add($"{check}: it comes and goes, it failed for {Whole(failed)} of the last {Seconds(Options.FlapWindow)} s, the last time: {history.Trouble}");
        }

        _failsNow |= trouble is not null;
        return trouble is null;
    }
}
