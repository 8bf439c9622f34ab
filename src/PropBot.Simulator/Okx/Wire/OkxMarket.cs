namespace PropBot.Simulator.Okx.Wire;

/// <summary>
/// <c>/public/instruments</c>. One contract is <see cref="CtVal"/> times <see cref="CtMult"/> base units for a linear contract.
/// Source: OKX API v5 guide, "Get instruments", read 2026-11-22.
/// </summary>
internal sealed record OkxInstrument
{
    public string Alias { get; init; } = "";
    public string AuctionEndTime { get; init; } = "";
    public string BaseCcy { get; init; } = "";
    public string Category { get; init; } = "1";
    public string ContTdSwTime { get; init; } = "";
    public string CtMult { get; init; } = "1";
    public string CtType { get; init; } = "linear";
    public required string CtVal { get; init; }
    public required string CtValCcy { get; init; }
    public string ExpTime { get; init; } = "";
    public bool FutureSettlement { get; init; }
    public required string InstFamily { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public required string Lever { get; init; }
    public required string ListTime { get; init; }
    public required string LotSz { get; init; }
    public required string MaxIcebergSz { get; init; }
    public string MaxLmtAmt { get; init; } = "20000000";
    public required string MaxLmtSz { get; init; }
    public string MaxMktAmt { get; init; } = "";
    public required string MaxMktSz { get; init; }
    public required string MaxStopSz { get; init; }
    public required string MaxTriggerSz { get; init; }
    public required string MaxTwapSz { get; init; }
    public required string MinSz { get; init; }
    public string OpenType { get; init; } = "";
    public string OptType { get; init; } = "";
    public string PreMktSwTime { get; init; } = "";
    public string QuoteCcy { get; init; } = "";
    public string RuleType { get; init; } = "normal";
    public required string SettleCcy { get; init; }

    /// <summary>live, suspend, preopen.</summary>
    public required string State { get; init; }

    public string Stk { get; init; } = "";
    public required string TickSz { get; init; }
    public IReadOnlyList<string> TradeQuoteCcyList { get; init; } = [];
    public required string Uly { get; init; }
}

internal sealed record OkxTicker
{
    public string InstType { get; init; } = "SWAP";
    public required string InstId { get; init; }
    public required string Last { get; init; }
    public required string LastSz { get; init; }
    public required string AskPx { get; init; }
    public required string AskSz { get; init; }
    public required string BidPx { get; init; }
    public required string BidSz { get; init; }
    public required string Open24h { get; init; }
    public required string High24h { get; init; }
    public required string Low24h { get; init; }

    /// <summary>Base units.</summary>
    public required string VolCcy24h { get; init; }

    /// <summary>Contracts.</summary>
    public required string Vol24h { get; init; }

    public required string SodUtc0 { get; init; }
    public required string SodUtc8 { get; init; }
    public required string Ts { get; init; }
}

/// <summary>A public trade. The channel has <see cref="Count"/> and <see cref="SeqId"/> as well.</summary>
internal sealed record OkxTrade
{
    public required string InstId { get; init; }
    public required string TradeId { get; init; }
    public required string Px { get; init; }
    public required string Sz { get; init; }

    /// <summary>The taker's side.</summary>
    public required string Side { get; init; }

    public required string Ts { get; init; }
    public string Source { get; init; } = "0";
    public string? Count { get; init; }
    public long? SeqId { get; init; }
}

internal sealed record OkxMarkPrice(string InstType, string InstId, string MarkPx, string Ts);

/// <summary>
/// The rate quoted in <see cref="FundingRate"/> is settled at <see cref="FundingTime"/>. Source: OKX API v5 guide, "Get funding
/// rate", read 2026-11-22.
/// </summary>
internal sealed record OkxFundingRate
{
    public string FormulaType { get; init; } = "withRate";
    public required string FundingRate { get; init; }
    public required string FundingTime { get; init; }
    public string ImpactValue { get; init; } = "";
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public string InterestRate { get; init; } = "0.0001";
    public required string MaxFundingRate { get; init; }
    public string Method { get; init; } = "current_period";
    public required string MinFundingRate { get; init; }
    public string NextFundingRate { get; init; } = "";
    public required string NextFundingTime { get; init; }
    public required string Premium { get; init; }
    public required string PrevFundingTime { get; init; }
    public required string SettFundingRate { get; init; }
    public string SettState { get; init; } = "settled";
    public required string Ts { get; init; }
}

internal sealed record OkxFundingRateRecord
{
    public string FormulaType { get; init; } = "withRate";
    public required string FundingRate { get; init; }
    public required string FundingTime { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public string Method { get; init; } = "current_period";
    public required string RealizedRate { get; init; }
}
