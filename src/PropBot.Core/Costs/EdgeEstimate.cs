namespace PropBot.Core.Costs;

/// <summary>
/// What a pair is expected to earn, in basis points of the long leg's notional, part by part. Costs are positive numbers and
/// are subtracted: <c>Net = Gross - EntryFees - ExitFees - EntrySlippage - ExitSlippage - Funding - ResidualBasis</c>.
/// </summary>
/// <param name="GrossBps">Bid of the short venue minus ask of the long venue, at the touch.</param>
/// <param name="EntryFeesBps">Taker fees of both opening fills.</param>
/// <param name="ExitFeesBps">Taker fees of both closing fills.</param>
/// <param name="EntrySlippageBps">Walking both books for the quantity, against the touch.</param>
/// <param name="ExitSlippageBps">Crossing both spreads at the exit, as wide and deep as the books are now.</param>
/// <param name="FundingBps">Settlements expected within the holding horizon; negative is received.</param>
/// <param name="ResidualBasisBps">The mid difference that usually stays between the two venues, to which the gap converges.</param>
public readonly record struct EdgeEstimate(
    decimal GrossBps,
    decimal EntryFeesBps,
    decimal ExitFeesBps,
    decimal EntrySlippageBps,
    decimal ExitSlippageBps,
    decimal FundingBps,
    decimal ResidualBasisBps)
{
    public decimal NetBps =>
        GrossBps - EntryFeesBps - ExitFeesBps - EntrySlippageBps - ExitSlippageBps - FundingBps - ResidualBasisBps;
}
