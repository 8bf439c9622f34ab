using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Api;

internal sealed record VenueResponse
{
    public required string Venue { get; init; }

    /// <summary>Link up, every book synced, account agrees.</summary>
    public required bool Ok { get; init; }

    public required VenueLink Link { get; init; }

    public required string LinkReason { get; init; }

    public required IReadOnlyList<BookResponse> Books { get; init; }

    public required IReadOnlyList<PositionQuantityResponse> Positions { get; init; }

    public required AccountResponse Account { get; init; }

    /// <summary>Venue's clock minus ours; null before the first measurement.</summary>
    public double? ClockOffsetMs { get; init; }

    public double? ClockUncertaintyMs { get; init; }

    /// <summary>Whether it takes our requests: open, limited, banned.</summary>
    public required VenueAccess Access { get; init; }

    /// <summary>How long it stays so, as far as the venue said.</summary>
    public required double AccessForSeconds { get; init; }

    public required string AccessReason { get; init; }

    public required TradingRightResponse TradingRight { get; init; }

    /// <summary>Whether modes and leverage of our account there are as configured: unread, as_configured, different, stale; else nothing opens. The checks <c>modes</c> and <c>leverage</c> of the preflight say what is.</summary>
    public required string AccountSettings { get; init; }

    public StreamResponse? Statistics { get; init; }

    public static VenueResponse Of(VenueSnapshot venue, VenueStatistics? statistics) => new()
    {
        Venue = venue.Venue.Name,
        Ok = IsWell(venue),
        Link = venue.Link,
        LinkReason = venue.LinkReason,
        Books = [.. venue.Books.Select(BookResponse.Of)],
        Positions = [.. venue.Positions.Select(p => new PositionQuantityResponse(p.Instrument.Symbol.Name, p.SignedQuantity, p.MarkPrice, p.LiquidationPrice, p.LiquidationDistance))],
        Account = AccountResponse.Of(venue),
        ClockOffsetMs = venue.Clock?.Offset.TotalMilliseconds,
        ClockUncertaintyMs = venue.Clock?.Uncertainty.TotalMilliseconds,
        Access = venue.Access,
        AccessForSeconds = venue.AccessFor.TotalSeconds,
        AccessReason = venue.AccessReason,
        TradingRight = TradingRightResponse.Of(venue),
        AccountSettings = venue.Settings.Code(),
        Statistics = statistics is null ? null : StreamResponse.Of(statistics),
    };

    /// <summary>At this instant; what lasts is the watchdog's to say.</summary>
    private static bool IsWell(VenueSnapshot venue) =>
        venue.Link == VenueLink.Up
        && venue.Cases.Count == 0
        && venue.Books.Count > 0
        && venue.Books.All(b => b.Trust == BookTrust.Synced);
}

internal sealed record BookResponse
{
    public required string Symbol { get; init; }

    public required string NativeSymbol { get; init; }

    public required BookTrust Trust { get; init; }

    /// <summary>Seconds since the last message of the stream.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>How many seconds its latest content came late, by the venue's own time.</summary>
    public double? DelaySeconds { get; init; }

    public decimal? Bid { get; init; }

    public decimal? Ask { get; init; }

    public decimal? MarkPrice { get; init; }

    /// <summary>Seconds since the venue last said that mark price; null before the first.</summary>
    public double? MarkAgeSeconds { get; init; }

    /// <summary>Fraction of notional per settlement; positive: longs pay.</summary>
    public decimal? FundingRate { get; init; }

    public DateTimeOffset? NextFundingTs { get; init; }

    public double? FundingIntervalHours { get; init; }

    public required long UpdateId { get; init; }

    /// <summary>What the venue has changed and nobody has acknowledged; nothing opens on the instrument until then.</summary>
    public required IReadOnlyList<RuleChangeResponse> UnreadChanges { get; init; }

    public static BookResponse Of(BookSnapshot book) => new()
    {
        Symbol = book.Instrument.Symbol.Name,
        NativeSymbol = book.NativeSymbol,
        Trust = book.Trust,
        AgeSeconds = book.Age?.TotalSeconds,
        DelaySeconds = book.Delay?.TotalSeconds,
        Bid = book.BestBid,
        Ask = book.BestAsk,
        MarkPrice = book.MarkPrice,
        MarkAgeSeconds = book.MarkAge?.TotalSeconds,
        FundingRate = book.Funding.IsKnown ? book.Funding.Rate.Value : null,
        NextFundingTs = book.Funding.IsKnown ? book.Funding.NextSettlement : null,
        FundingIntervalHours = book.Funding.IsKnown ? book.Funding.Interval.TotalHours : null,
        UpdateId = book.UpdateId,
        UnreadChanges = [.. book.UnreadChanges.Select(c => new RuleChangeResponse(c.Field, c.Before, c.After))],
    };
}

/// <param name="Quantity">Base units by our own fills: positive long, negative short.</param>
/// <param name="LiquidationDistance">From the mark to the venue's liquidation price, as a fraction of the mark; null where it names none.</param>
internal sealed record PositionQuantityResponse(string Symbol, decimal Quantity, decimal? MarkPrice, decimal? LiquidationPrice, decimal? LiquidationDistance);

/// <summary>The venue's own statement beside our books.</summary>
internal sealed record AccountResponse
{
    public decimal? WalletUsdt { get; init; }

    public decimal? UnrealizedPnlUsdt { get; init; }

    public decimal? AvailableUsdt { get; init; }

    public decimal? StatementEquityUsdt { get; init; }

    public required decimal LedgerEquityUsdt { get; init; }

    /// <summary>Statement less ledger.</summary>
    public decimal? DifferenceUsdt { get; init; }

    public DateTimeOffset? StatementTs { get; init; }

    /// <summary>Maintenance margin over equity: 0 is no position, 1 is liquidation; null where the venue does not tell.</summary>
    public decimal? MarginRatio { get; init; }

    /// <summary>The venue's warning that the margin runs out, until a statement shows enough again.</summary>
    public string? MarginCall { get; init; }

    /// <summary>The open reconciliation cases of the venue; empty when both agree.</summary>
    public required IReadOnlyList<string> ReconciliationCases { get; init; }

    public static AccountResponse Of(VenueSnapshot venue)
    {
        AccountReport? account = venue.Account;
        return new AccountResponse
        {
            WalletUsdt = account?.WalletBalance,
            UnrealizedPnlUsdt = account?.UnrealizedPnl,
            AvailableUsdt = account?.AvailableBalance,
            StatementEquityUsdt = account?.Equity,
            LedgerEquityUsdt = venue.LedgerEquity,
            DifferenceUsdt = account?.Equity - venue.LedgerEquity,
            StatementTs = account?.VenueTime,
            MarginRatio = venue.MarginRatio,
            MarginCall = venue.MarginCall,
            ReconciliationCases = [.. venue.Cases.Select(c => $"{c.Id} {c}")],
        };
    }
}

internal sealed record StreamResponse(
    long Messages,
    long MalformedMessages,
    long BookGaps,
    long BookSnapshots,
    long Reconnects,
    long RestRequests,
    long RestFailures,
    double? ClockOffsetMs,
    double? ClockUncertaintyMs)
{
    public static StreamResponse Of(VenueStatistics statistics) => new(
        statistics.Messages,
        statistics.MalformedMessages,
        statistics.BookGaps,
        statistics.BookSnapshots,
        statistics.Reconnects,
        statistics.RestRequests,
        statistics.RestFailures,
        statistics.ClockOffset?.TotalMilliseconds,
        statistics.ClockUncertainty?.TotalMilliseconds);
}
