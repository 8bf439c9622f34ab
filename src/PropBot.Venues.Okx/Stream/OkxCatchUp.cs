using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// Asks over REST for what the private stream did not tell: after a gap all fills, orders, settlements and the account since the last
/// message that was read; at the first connection what the venue did to our positions while nobody listened.
/// </summary>
internal sealed class OkxCatchUp(
    VenueOptions options,
    OkxRest rest,
    OkxApi api,
    OkxTeller teller,
    OkxMemory memory,
    AccountRefresh account,
    FundingPoll funding,
    IReadOnlyDictionary<string, OkxListing> listings)
{
    /// <summary>How far before the last message it begins: clocks differ and messages were on their way. Market time.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <returns>False when an entry of an answer could not be read: it may have been a fill, so the gap stays as it is.</returns>
    /// <exception cref="VenueSetupException">A question has no certain answer: the connection is made anew and nothing counts as caught up.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        bool isWhole = true;
        OkxGap gap = memory.Gap;
        bool isFirst = gap.IsFirst;
        DateTimeOffset since = isFirst ? options.FirstReach(rest.Clock.VenueNow) : (gap.Since ?? rest.Clock.VenueNow) - Overlap;
        IReadOnlyList<OkxFill> fills = await api.History.ReadFillsSinceAsync(since, cancellationToken) ?? throw Unread("fills");
        foreach (OkxFill fill in fills.Reverse())
        {
            isWhole &= await teller.TellAsync(fill, forcedOnly: isFirst, cancellationToken);
        }

        await TellOwedAsync(cancellationToken);
        isWhole &= await TellOrdersAsync(since, isFirst, cancellationToken);
        if (!await funding.AskAsync(cancellationToken))
        {
            throw Unread("funding settlements");
        }

        if (await account.ReadAsync(cancellationToken) is { } failure)
        {
            throw Unread("account", failure);
        }

        if (isWhole)
        {
            memory.CaughtUp(gap);
        }

        return isWhole;
    }

    /// <summary>Fills that the channel did not tell whole. An order stays owed until all that it has filled could be read.</summary>
    private async Task TellOwedAsync(CancellationToken cancellationToken)
    {
        foreach (OkxOwed owed in memory.Told.Owed())
        {
            IReadOnlyList<OkxFill> fills =
                await api.History.ReadFillsOfOrderAsync(owed.Instrument, owed.OrderId, cancellationToken) ?? throw Unread("fills of an order");
            bool isWhole = true;
            foreach (OkxFill fill in fills.Reverse())
            {
                isWhole &= await teller.TellForcedAsync(fill, owed.Origin, cancellationToken);
            }

            if (isWhole)
            {
                memory.Told.Paid(owed.OrderId, fills.Sum(f => WireText.DecimalOrZero(f.FillSz)));
            }
        }
    }

    /// <summary>Open ones, those made since and ended, and those that were open when last told and are in neither list.</summary>
    /// <returns>False when one of them could not be read.</returns>
    private async Task<bool> TellOrdersAsync(DateTimeOffset since, bool isFirst, CancellationToken cancellationToken)
    {
        IReadOnlyList<OkxOrder> open =
            await api.History.ReadPendingAsync(RequestLane.Reconcile, listing: null, cancellationToken) ?? throw Unread("open orders");
        IReadOnlyList<OkxOrder> ended = await api.History.ReadFinishedSinceAsync(since, cancellationToken) ?? throw Unread("finished orders");
        IEnumerable<OkxOrder> wanted = isFirst ? ended.Where(o => OkxOrigin.OfCategory(o.Category) != Core.Execution.OrderOrigin.Client) : ended;
        bool isWhole = true;
        foreach (OkxOrder order in open.Concat(wanted.Reverse()))
        {
            isWhole &= await teller.TellAsync(order, withFill: false, cancellationToken);
        }

        HashSet<string?> seen = [.. open.Concat(ended).Select(o => o.OrdId)];
        foreach ((string instrument, string id) in memory.Told.OpenOrders())
        {
            if (!seen.Contains(id) && listings.TryGetValue(instrument, out OkxListing? listing)
                && await api.Orders.FindAsync(listing, id, cancellationToken) is { } order)
            {
                isWhole &= await teller.TellAsync(order, withFill: false, cancellationToken);
            }
        }

        return isWhole;
    }

    /// <summary>An account of another kind may be why: the link says so as long as it is not up.</summary>
    private VenueSetupException Unread(string what, string? why = null)
    {
        string[] reasons = [.. new[] { why, api.Modes.Obstacle }.OfType<string>()];
        return new VenueSetupException($"the {what} cannot be read after the connect{(reasons.Length > 0 ? $": {string.Join("; ", reasons)}" : "")}");
    }
}
