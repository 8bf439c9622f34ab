namespace PropBot.Venues.Okx.Wire;

/// <summary>Entry of <c>GET /api/v5/public/funding-rate</c> and of the channel <c>funding-rate</c>.</summary>
/// <param name="FundingRate">Paid at <paramref name="FundingTime"/>; positive: longs pay.</param>
/// <param name="NextFundingTime">The settlement after that one, ms.</param>
internal sealed record OkxFundingRate(string? InstId, string? FundingRate, string? FundingTime, string? NextFundingTime);

/// <summary>Entry of the channel <c>mark-price</c>.</summary>
internal sealed record OkxMarkPrice(string? InstId, string? MarkPx, string? Ts);

/// <summary>Entry of <c>GET /api/v5/account/bills</c>; type 8 is a funding fee.</summary>
/// <param name="BalChg">Change of the balance: negative is paid.</param>
internal sealed record OkxBill(string? BillId, string? InstId, string? Type, string? SubType, string? Ccy, string? BalChg, string? Ts);
