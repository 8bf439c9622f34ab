using PropBot.Core.Execution;

namespace PropBot.Host.Api;

/// <summary>Profit by its parts, quote units; the parts sum to the total. Negative is paid or lost.</summary>
internal sealed record PnlResponse(decimal Spread, decimal Slippage, decimal Fees, decimal Funding, decimal Total)
{
    public static PnlResponse Of(PairPnl pnl) => new(pnl.Spread, pnl.Slippage, pnl.Fees, pnl.Funding, pnl.Total);
}
