using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Metrics;

/// <summary>Links, books, accounts and the adapters' counters, by venue.</summary>
internal static class VenueMetrics
{
    private static readonly VenueAccess[] Accesses = Enum.GetValues<VenueAccess>();
    private static readonly BookTrust[] Trusts = Enum.GetValues<BookTrust>();

    public static void Write(MetricsText text, EngineSnapshot snapshot, IReadOnlyDictionary<VenueId, VenueStatistics> statistics)
    {
        WriteLinks(text, snapshot);
        WriteBooks(text, snapshot);
        WriteAccounts(text, snapshot);
        WriteCases(text, snapshot);
        WriteConditions(text, snapshot);
        WriteStreams(text, statistics);
    }

    private static void WriteLinks(MetricsText text, EngineSnapshot snapshot)
    {
        text.Gauge("propbot_venue_up", "1 while public and private streams are up and the account has been read since.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            text.Sample(venue.Link == VenueLink.Up, ("venue", venue.Venue.Name));
        }

        text.Gauge("propbot_watchdog_ok", "1 while the watchdog finds nothing amiss at the exchange.");
        foreach (VenueWatchSnapshot venue in snapshot.Watchdog.Venues)
        {
            text.Sample(venue.IsOk, ("exchange", venue.Venue.Name));
        }

        text.Gauge("propbot_venue_health_score", "How well the exchange serves the desk: 1 is well, below the configured score pairs there are smaller, 0 is of no use.");
        foreach (VenueWatchSnapshot venue in snapshot.Watchdog.Venues.Where(v => v.Health is not null))
        {
            text.Sample(venue.Health!.Score, ("exchange", venue.Venue.Name));
        }

        text.Gauge("propbot_watchdog_state", "1 for the state the exchange is in; one that was not seen well yet is degraded.");
        foreach (VenueWatchSnapshot venue in snapshot.Watchdog.Venues)
        {
            string current = venue.Status == WatchStatus.Unknown ? Badges.Degraded : venue.Status.Code();
            foreach (string state in (ReadOnlySpan<string>)[Badges.Ok, Badges.Degraded, Badges.AutoHold])
            {
                text.Sample(state == current, ("exchange", venue.Venue.Name), ("state", state));
            }
        }
    }

    private static void WriteBooks(MetricsText text, EngineSnapshot snapshot)
    {
        List<BookSnapshot> books = [.. snapshot.Venues.SelectMany(v => v.Books)];
        text.Gauge("propbot_book_trust", "1 for the state the book is in.");
        foreach (BookSnapshot book in books)
        {
            foreach (BookTrust trust in Trusts)
            {
                text.Sample(
                    book.Trust == trust,
                    ("venue", book.Instrument.Venue.Name), ("symbol", book.Instrument.Symbol.Name), ("state", trust.ToString().ToLowerInvariant()));
            }
        }

        text.Gauge("propbot_book_age_seconds", "Seconds since the last message of the book's stream.");
        foreach (BookSnapshot book in books.Where(b => b.Age is not null))
        {
            text.Sample(book.Age!.Value.TotalSeconds, ("venue", book.Instrument.Venue.Name), ("symbol", book.Instrument.Symbol.Name));
        }

        text.Gauge("propbot_book_delay_seconds", "Seconds that the book's latest content came late by the venue's own time.");
        foreach (BookSnapshot book in books.Where(b => b.Delay is not null))
        {
            text.Sample(book.Delay!.Value.TotalSeconds, ("venue", book.Instrument.Venue.Name), ("symbol", book.Instrument.Symbol.Name));
        }

        text.Gauge("propbot_position_base", "Position by our own fills, base units: positive long, negative short.");
        foreach (PositionSnapshot position in snapshot.Venues.SelectMany(v => v.Positions))
        {
            text.Sample(position.SignedQuantity, ("venue", position.Instrument.Venue.Name), ("symbol", position.Instrument.Symbol.Name));
        }
    }

    private static void WriteAccounts(MetricsText text, EngineSnapshot snapshot)
    {
        text.Gauge("propbot_venue_equity_usdt", "Equity at the venue by its own statement and by our ledger.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            text.Sample(venue.LedgerEquity, ("venue", venue.Venue.Name), ("source", "ledger"));
            if (venue.Account is { } account)
            {
                text.Sample(account.Equity, ("venue", venue.Venue.Name), ("source", "statement"));
            }
        }

        text.Gauge("propbot_reconciliation_case", "1 while our books and the venue's statement differ unexplained.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            text.Sample(venue.Cases.Count > 0, ("venue", venue.Venue.Name));
        }
    }

    /// <summary>Every kind, also those without a case, so that a series does not begin with its first alarm.</summary>
    private static void WriteCases(MetricsText text, EngineSnapshot snapshot)
    {
        text.Gauge("propbot_reconciliation_cases", "Open reconciliation cases by kind.");
        foreach (CaseKind kind in CaseKinds.All)
        {
            text.Sample((long)snapshot.Cases.Count(c => c.Matter.Kind == kind), ("kind", kind.Code()));
        }
    }

    private static void WriteConditions(MetricsText text, EngineSnapshot snapshot)
    {
        text.Gauge("propbot_venue_clock_uncertainty_seconds", "How far the venue's clock offset may be wrong.");
        foreach (VenueSnapshot venue in snapshot.Venues.Where(v => v.Clock is not null))
        {
            text.Sample(venue.Clock!.Uncertainty.TotalSeconds, ("venue", venue.Venue.Name));
        }

        text.Gauge("propbot_venue_access", "1 for whether the venue takes our requests: open, limited, banned.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            foreach (VenueAccess access in Accesses)
            {
                text.Sample(venue.Access == access, ("venue", venue.Venue.Name), ("state", access.ToString().ToLowerInvariant()));
            }
        }

        text.Gauge("propbot_venue_trading_right", "1 for whether our key may trade there: unread, granted, withdrawn, expired, stale.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            foreach (TradingRightStatus status in Enum.GetValues<TradingRightStatus>())
            {
                text.Sample(venue.TradingRight == status, ("venue", venue.Venue.Name), ("state", status.Code()));
            }
        }

        text.Gauge("propbot_venue_margin_ratio", "Maintenance margin over equity: 0 is no position, 1 is liquidation.");
        foreach (VenueSnapshot venue in snapshot.Venues.Where(v => v.MarginRatio is not null))
        {
            text.Sample(venue.MarginRatio!.Value, ("venue", venue.Venue.Name));
        }

        text.Gauge("propbot_venue_margin_limit", "The margin ratio from which nothing opens there; beside each propbot_venue_margin_ratio.");
        foreach (RiskLine line in snapshot.Risk.Lines.Where(l => l.Limit == RiskRule.MarginCall.Code()))
        {
            text.Sample(line.Threshold, ("venue", line.Scope));
        }

        text.Gauge("propbot_margin_call", "1 from the venue's warning or a liquidation until a statement shows enough margin.");
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            text.Sample(venue.MarginCall is not null, ("venue", venue.Venue.Name));
        }

        text.Gauge("propbot_instrument_changed", "1 while the venue's changed rules of an instrument wait to be acknowledged.");
        foreach (BookSnapshot book in snapshot.Venues.SelectMany(v => v.Books))
        {
            text.Sample(book.UnreadChanges.Count > 0, ("venue", book.Instrument.Venue.Name), ("symbol", book.Instrument.Symbol.Name));
        }
    }

    private static void WriteStreams(MetricsText text, IReadOnlyDictionary<VenueId, VenueStatistics> statistics)
    {
        KeyValuePair<VenueId, VenueStatistics>[] venues = [.. statistics.OrderBy(s => s.Key)];
        Count("propbot_venue_messages_total", "Messages received from the venue's streams.", s => s.Messages);
        Count("propbot_venue_malformed_messages_total", "Messages among them that could not be read.", s => s.MalformedMessages);
        Count("propbot_venue_book_gaps_total", "Breaks of a book's continuity rule.", s => s.BookGaps);
        Count("propbot_venue_book_snapshots_total", "Book snapshots taken.", s => s.BookSnapshots);
        Count("propbot_venue_reconnects_total", "Connections made anew.", s => s.Reconnects);
        Count("propbot_venue_adapter_restarts_total", "How often the whole adapter ended by itself and was run again.", s => s.Restarts);
        Count("propbot_venue_rest_requests_total", "REST requests sent.", s => s.RestRequests);
        Count("propbot_venue_rest_failures_total", "REST requests that failed.", s => s.RestFailures);
        text.Gauge("propbot_venue_clock_offset_seconds", "Venue clock minus ours.");
        foreach ((VenueId venue, VenueStatistics s) in venues.Where(v => v.Value.ClockOffset is not null))
        {
            text.Sample(s.ClockOffset!.Value.TotalSeconds, ("venue", venue.Name));
        }

        text.Gauge("propbot_venue_rate_limit_used_ratio", "Share of a venue's rate limit that is used now, by our count or the venue's, whichever is more.");
        foreach ((VenueId venue, RateUse use) in Limits())
        {
            text.Sample((double)use.Used / use.Capacity, ("venue", venue.Name), ("limit", use.Limit));
        }

        text.Gauge("propbot_venue_rate_limit_closed", "1 while the venue has refused for the limit and the time it asked for is not over.");
        foreach ((VenueId venue, RateUse use) in Limits())
        {
            text.Sample(use.IsClosed, ("venue", venue.Name), ("limit", use.Limit));
        }

        IEnumerable<(VenueId Venue, RateUse Use)> Limits() => venues.SelectMany(v => v.Value.RateLimits.Select(use => (v.Key, use)));

        void Count(string name, string help, Func<VenueStatistics, long> counter)
        {
            text.Counter(name, help);
            foreach ((VenueId venue, VenueStatistics s) in venues)
            {
                text.Sample(counter(s), ("venue", venue.Name));
            }
        }
    }
}
