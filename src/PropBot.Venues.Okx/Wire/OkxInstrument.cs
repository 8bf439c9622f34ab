namespace PropBot.Venues.Okx.Wire;

/// <summary>One entry of <c>GET /api/v5/public/instruments</c>. Sizes are contracts.</summary>
internal sealed record OkxInstrument
{
    public string? InstId { get; init; }

    public string? InstType { get; init; }

    public string? InstFamily { get; init; }

    public string? Uly { get; init; }

    /// <summary><c>linear</c> or <c>inverse</c>.</summary>
    public string? CtType { get; init; }

    /// <summary>Value of one contract in <see cref="CtValCcy"/>.</summary>
    public string? CtVal { get; init; }

    public string? CtMult { get; init; }

    public string? CtValCcy { get; init; }

    public string? SettleCcy { get; init; }

    public string? LotSz { get; init; }

    public string? MinSz { get; init; }

    public string? TickSz { get; init; }

    public string? MaxLmtSz { get; init; }

    public string? MaxMktSz { get; init; }

    /// <summary>Fee group, where the venue has groups.</summary>
    public string? GroupId { get; init; }

    /// <summary><c>live</c>, <c>suspend</c>, <c>post_only</c>, <c>rebase</c>, <c>preopen</c>, <c>test</c>, <c>expired</c>.</summary>
    public string? State { get; init; }

    /// <summary>Since when the contract is listed, ms.</summary>
    public string? ListTime { get; init; }

    /// <summary>Set for a perpetual that is to be delisted, ms.</summary>
    public string? ExpTime { get; init; }

    /// <summary>Changes that the venue has announced.</summary>
    public OkxUpcomingChange[]? UpcChg { get; init; }
}

/// <param name="Param"><c>tickSz</c>, <c>minSz</c> (with it <c>lotSz</c>), <c>maxMktSz</c>.</param>
/// <param name="EffTime">When it takes effect, ms.</param>
internal sealed record OkxUpcomingChange(string? Param, string? NewValue, string? EffTime);
