using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Balances, positions and the venue's margin table over REST.</summary>
internal sealed class OkxAccounts(OkxRest rest)
{
    public async Task<AccountLookup> QueryAsync(IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxBalance> balance = await rest.GetAsync(
            "balance",
            RequestLane.Reconcile,
            rest.Budgets.Balance,
            "/api/v5/account/balance?ccy=USDT",
            OkxJson.Default.OkxReplyOkxBalance,
            cancellationToken);
        if (balance is not OkxAnswer<OkxBalance>.Ok { Items: [{ } funds, ..] })
        {
            return new AccountLookup.Failed($"balance: {balance.Trouble}");
        }

        OkxAnswer<OkxPosition> positions = await ReadPositionsAsync(cancellationToken);
        if (positions is not OkxAnswer<OkxPosition>.Ok held)
        {
            return new AccountLookup.Failed($"positions: {positions.Trouble}");
        }

        try
        {
            AccountReport report = OkxAccountReading.ReadAccount(funds, held.Items, listings, rest.Clock.VenueNow);
            rest.Shapes.Told(report);
            return new AccountLookup.Found(report);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new AccountLookup.Failed(unreadable.Message);
        }
    }

    public Task<OkxAnswer<OkxAccountConfig>> ReadConfigAsync(CancellationToken cancellationToken) => rest.GetAsync(
        "account config",
        RequestLane.Reconcile,
        rest.Budgets.Config,
        "/api/v5/account/config",
        OkxJson.Default.OkxReplyOkxAccountConfig,
        cancellationToken);

    /// <summary>What the key may do: its permissions, separated by commas (rule A8).</summary>
    public async Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => await ReadConfigAsync(cancellationToken) switch
    {
        OkxAnswer<OkxAccountConfig>.Ok { Items: [{ Perm: { Length: > 0 } permissions }, ..] } => new RightsLookup.Found(
            new TradingRights(VenueId.OkxPerp, permissions.Split(',').Contains("trade"), $"perm {permissions}")),
        OkxAnswer<OkxAccountConfig>.No no when OkxErrors.KindOf(no.Code) == RefusalKind.Unauthorized => new RightsLookup.Found(
            new TradingRights(VenueId.OkxPerp, MayTrade: false, no.Trouble)),
        OkxAnswer<OkxAccountConfig>.Ok => new RightsLookup.Failed("account config: no perm"),
        var unread => new RightsLookup.Failed($"account config: {unread.Trouble}"),
    };

    public Task<OkxAnswer<OkxPosition>> ReadPositionsAsync(CancellationToken cancellationToken) => rest.GetAsync(
        "positions",
        RequestLane.Reconcile,
        rest.Budgets.Positions,
        "/api/v5/account/positions?instType=SWAP",
        OkxJson.Default.OkxReplyOkxPosition,
        cancellationToken);

    /// <summary>Null when no certain answer came.</summary>
    public async Task<IReadOnlyList<PositionTier>?> ReadTiersAsync(OkxListing listing, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        OkxAnswer<OkxMarkPrice> marks = await rest.GetPublicAsync(
            "mark price",
            RequestLane.Data,
            rest.Budgets.MarkPrice,
            $"/api/v5/public/mark-price?instType=SWAP&instId={native}",
            OkxJson.Default.OkxReplyOkxMarkPrice,
            cancellationToken);
        OkxAnswer<OkxTier> tiers = await rest.GetPublicAsync(
            "position tiers",
            RequestLane.Data,
            rest.Budgets.Tiers,
            $"/api/v5/public/position-tiers?instType=SWAP&tdMode={rest.Modes.TradeMode}&instFamily={listing.Family}",
            OkxJson.Default.OkxReplyOkxTier,
            cancellationToken);
        if (marks is not OkxAnswer<OkxMarkPrice>.Ok { Items: [{ } mark, ..] } || tiers is not OkxAnswer<OkxTier>.Ok { Items: var table })
        {
            return null;
        }

        try
        {
            return OkxTierReading.Read(table, listing, new Price(WireText.Required(mark.MarkPx, "markPx")));
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }
}
