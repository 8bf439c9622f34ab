using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;

namespace PropBot.Venues.Okx;

/// <summary>What the venue can do, as docs/venues/okx-perp.md says with sources.</summary>
internal static class OkxCapabilities
{
    public static readonly VenueCapabilities All = new()
    {
        AmendsOrders = true,
        PositionModes = [PositionMode.OneWay, PositionMode.Hedge],
        MarginModes = [MarginMode.Cross, MarginMode.Isolated],
        BookChecksum = true,
        BookDepth = OkxBook.Depth,
        MarginRatio = true,
        AdlRank = true,
        MarginCalls = true,
        PreventsSelfTrades = true,
        // The first is an instrument's own and is held for all of them together, so the account's is never the narrower one.
        OrderLimits = [new OrderLimit(60, TimeSpan.FromSeconds(2)), new OrderLimit(1_000, TimeSpan.FromSeconds(2))],
        OrderHistoryReach = OkxHistory.UnfilledReach,
        FillHistoryReach = OkxHistory.ArchiveReach,
        IncomeReach = OkxIncome.ArchiveReach,
    };
}
