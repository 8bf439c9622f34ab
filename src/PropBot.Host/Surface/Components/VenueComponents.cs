using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Localization;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Surface.Components;

/// <summary>What a desk needs of one venue.</summary>
internal static class VenueComponents
{
    private const double LimitWarnedFrom = 0.9;

    public static IEnumerable<Component> Of(VenueSnapshot venue, EngineSnapshot snapshot, VenueStatistics? statistics)
    {
        yield return Link(venue);
        if (snapshot.Watchdog.Of(venue.Venue) is { } watched)
        {
            yield return Watched(venue.Venue, watched);
            if (watched.Health?.Components.FirstOrDefault(c => c.Name == "marks") is { } marks)
            {
                yield return Marks(watched, marks);
            }
        }

        yield return Books(venue);
        yield return Clock(venue);
        if (!snapshot.IsReadOnly)
        {
            yield return Right(venue);
        }

        if (venue.SettingsReading is { } settings)
        {
            yield return Settings(venue, settings);
        }

        yield return Margin(venue, snapshot.Risk);
        if (statistics is { RateLimits.Count: > 0 })
        {
            yield return Limits(venue.Venue, statistics.RateLimits);
        }
    }

    private static Component Link(VenueSnapshot venue) => new(
        $"deriv_{venue.Venue}", ComponentGroup.P0, venue.Link == VenueLink.Up ? ComponentStatus.Ok : ComponentStatus.Error,
        new LocalText("{0}: connection", "{0}: связь").With(venue.Venue),
        venue.Link == VenueLink.Up ? new("up", "есть") : Same($"{venue.Link}: {venue.LinkReason}"), new("up", "есть"));

    private static Component Watched(VenueId venue, VenueWatchSnapshot watched)
    {
        ComponentStatus status = watched.Status switch
        {
            WatchStatus.Ok => ComponentStatus.Ok,
            WatchStatus.AutoHold => ComponentStatus.Error,
            _ => ComponentStatus.Warn,
        };
        string found = watched.Reason.Length == 0 ? watched.Status.Code() : $"{watched.Status.Code()}: {watched.Reason}";
        return new Component($"watchdog_{venue}", ComponentGroup.P0, status, new LocalText("{0}: watchdog", "{0}: вотчдог").With(venue), Same(found), Same(WatchStatus.Ok.Code()))
        { ReadAt = watched.LastLookAt };
    }

    /// <summary>Listed once the watchdog has looked: it is the one who knows the oldest of them and what it may be.</summary>
    private static Component Marks(VenueWatchSnapshot watched, HealthComponent marks) => new Component(
        $"marks_{watched.Venue}", ComponentGroup.P0, marks.Value < marks.Threshold ? ComponentStatus.Ok : ComponentStatus.Warn,
        new LocalText("{0}: oldest mark price", "{0}: самая старая цена маркировки").With(watched.Venue), Seconds(marks.Value), Seconds(marks.Threshold))
    { ReadAt = watched.LastLookAt }.With("seconds", marks.Value, marks.Threshold);

    private static Component Books(VenueSnapshot venue)
    {
        int synced = venue.Books.Count(b => b.Trust == BookTrust.Synced);
        return new Component(
            $"books_{venue.Venue}", ComponentGroup.P0, synced == venue.Books.Count && synced > 0 ? ComponentStatus.Ok : ComponentStatus.Warn,
            new LocalText("{0}: books that are trusted", "{0}: стаканы, которым можно верить").With(venue.Venue),
            Same(WireNumber.Format(synced)), Same(WireNumber.Format(venue.Books.Count))).With("count", synced, venue.Books.Count);
    }

    private static Component Clock(VenueSnapshot venue) => venue.Clock is { } clock
        ? new Component(
            $"clock_skew_{venue.Venue}", ComponentGroup.P0, clock.MayOnlyReduce ? ComponentStatus.Error : ComponentStatus.Ok, ClockTitle(venue.Venue),
            Milliseconds(clock.Uncertainty), Milliseconds(clock.Window))
        { ReadAt = venue.ClockAt }.With("ms", (decimal)clock.Uncertainty.TotalMilliseconds, (decimal)clock.Window.TotalMilliseconds)
        : new Component(
            $"clock_skew_{venue.Venue}", ComponentGroup.P0, ComponentStatus.Warn, ClockTitle(venue.Venue),
            new("not measured yet", "ещё не измерено"), new("measured", "измерено"));

    private static Component Right(VenueSnapshot venue) => new(
        $"trading_right_{venue.Venue}", ComponentGroup.P0,
        venue.TradingRight == TradingRightStatus.Granted ? ComponentStatus.Ok : ComponentStatus.Error,
        new LocalText("{0}: right to trade", "{0}: право торговать").With(venue.Venue), Same(venue.TradingRight.Code()), Same(TradingRightStatus.Granted.Code()))
    { ReadAt = venue.RightsAt };

    /// <summary>Listed where the desk sends orders: modes and leverage as the venue itself says them.</summary>
    private static Component Settings(VenueSnapshot venue, AccountSettingsReading reading)
    {
        string detail = venue.Settings == AccountSettingsStatus.Different ? reading.Differences : reading.Failure;
        return new Component(
            $"account_settings_{venue.Venue}", ComponentGroup.P0, venue.Settings == AccountSettingsStatus.AsConfigured ? ComponentStatus.Ok : ComponentStatus.Error,
            new LocalText("{0}: modes and leverage of the account", "{0}: режимы и плечо счёта").With(venue.Venue),
            Same(detail.Length == 0 ? venue.Settings.Code() : $"{venue.Settings.Code()}: {detail}"),
            new LocalText("{0}, read within {1} s", "{0}, прочитано не раньше {1} с назад").With(AccountSettingsWords.Of(reading.Wanted), WireNumber.Format((decimal)reading.StaleAfter.TotalSeconds)))
        { ReadAt = reading.ReadAt };
    }

    /// <summary>Against the limit that refuses openings, the venue's own warning beside it.</summary>
    private static Component Margin(VenueSnapshot venue, RiskSnapshot risk)
    {
        var part = new Component(
            $"margin_{venue.Venue}", ComponentGroup.P0, venue.MarginCall is null ? ComponentStatus.Ok : ComponentStatus.Error,
            new LocalText("{0}: margin", "{0}: маржа").With(venue.Venue), venue.MarginCall is { } call ? Same(call) : new("the venue does not tell", "биржа не сообщает"),
            new("no margin call", "нет margin call"))
        { ReadAt = venue.AccountAt };
        return risk.Lines.FirstOrDefault(l => l.Limit == RiskRule.MarginCall.Code() && l.Scope == venue.Venue.Name) is not { } line
            ? part
            : part.With("fraction", line.Current, line.Threshold) with
            {
                Status = line.IsBreached ? ComponentStatus.Error : ComponentStatus.Ok,
                Value = venue.MarginCall is { } warned
                    ? Same($"{Ratio(line.Current)}: {warned}")
                    : new LocalText("{0} of the way to liquidation", "{0} пути до ликвидации").With(Ratio(line.Current)),
                Threshold = new LocalText("below {0}, no margin call", "ниже {0}, нет margin call").With(WireNumber.Format(line.Threshold)),
            };
    }

    private static string Ratio(decimal value) => WireNumber.Format(decimal.Round(value, 4, MidpointRounding.ToEven));

    /// <summary>The one of the venue's limits that is used most.</summary>
    private static Component Limits(VenueId venue, IReadOnlyList<RateUse> limits)
    {
        RateUse most = limits.MaxBy(use => (use.IsClosed, (double)use.Used / use.Capacity));
        ComponentStatus status = most.IsClosed ? ComponentStatus.Error : most.Used > LimitWarnedFrom * most.Capacity ? ComponentStatus.Warn : ComponentStatus.Ok;
        return new Component(
            $"rate_limit_{venue}", ComponentGroup.P0, status, new LocalText("{0}: rate limit used most", "{0}: самый занятый лимит запросов").With(venue),
            Same($"{most.Limit}: {most.Used}{(most.IsClosed ? ", closed" : "")}"), Same(WireNumber.Format(most.Capacity))).With("used", most.Used, most.Capacity);
    }

    private static LocalText ClockTitle(VenueId venue) => new LocalText("{0}: uncertainty of its clock", "{0}: неопределённость часов").With(venue);

    private static LocalText Same(string text) => new(text, text);

    private static LocalText Seconds(decimal value) => new LocalText("{0} s", "{0} с").With(WireNumber.Format(decimal.Round(value, 1, MidpointRounding.ToEven)));

    private static LocalText Milliseconds(TimeSpan value) => new LocalText("{0} ms", "{0} мс").With(WireNumber.Format(decimal.Round((decimal)value.TotalMilliseconds, 1, MidpointRounding.ToEven)));
}
