namespace PropBot.Venues.Okx.Wire;

/// <summary>Entry of <c>GET /api/v5/public/funding-rate</c> and of the channel <c>funding-rate</c>.</summary>
/// <param name="FundingRate">Paid at <paramref name="FundingTime"/>; positive: longs pay.</param>
/// <param name="NextFundingTime">The settlement after that one, ms.</param>
internal sealed record OkxFundingRate(string? InstId, string? FundingRate, string? FundingTime, string? NextFundingTime)
{
    public string? MinFundingRate { get; init; }

    public string? MaxFundingRate { get; init; }
}

/// <summary>Entry of the channel <c>mark-price</c> and of <c>GET /api/v5/public/mark-price</c>.</summary>
internal sealed record OkxMarkPrice(string? InstId, string? MarkPx, string? Ts);

/// <summary>Entry of the channel <c>price-limit</c>: the highest price of a buy, the lowest of a sell.</summary>
/// <param name="Enabled">False: there is no limit now and the prices are empty.</param>
internal sealed record OkxPriceLimit(string? InstId, string? BuyLmt, string? SellLmt, bool? Enabled, string? Ts);

/// <summary>Entry of <c>GET /api/v5/public/position-tiers</c>; sizes are contracts.</summary>
internal sealed record OkxTier(string? InstId, string? InstFamily, string? Tier, string? MinSz, string? MaxSz, string? Mmr, string? Imr, string? MaxLever);

/// <summary>Entry of <c>GET /api/v5/account/bills</c>; type 8 is a funding fee.</summary>
/// <param name="BalChg">Change of the account's balance: negative is paid. Of an isolated position's trade or funding it is not the whole story.</param>
internal sealed record OkxBill(string? BillId, string? InstId, string? Type, string? SubType, string? Ccy, string? BalChg, string? Ts)
{
    /// <summary>Profit or loss; of a funding fee the fee itself.</summary>
    public string? Pnl { get; init; }

    /// <summary>Negative is paid.</summary>
    public string? Fee { get; init; }

    /// <summary><c>cross</c>, <c>isolated</c>, <c>cash</c>; empty where no trade made the bill.</summary>
    public string? MgnMode { get; init; }
}

/// <summary>Entry of <c>GET /api/v5/system/status</c> and of the channel <c>status</c>.</summary>
/// <param name="State"><c>scheduled</c>, <c>ongoing</c>, <c>pre_open</c>, <c>completed</c>, <c>canceled</c>.</param>
/// <param name="ServiceType">0 WebSocket, 1 trading, 4 and 5 trading for some accounts or products, others do not concern us.</param>
/// <param name="Env">1 production, 2 demo.</param>
internal sealed record OkxStatus(string? Title, string? State, string? Begin, string? End, string? ServiceType, string? Env, string? Ts);
