using PropBot.Core.Execution;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Bybit;

/// <summary>The transaction log's lines. Source: Bybit API v5 docs, "Get Transaction Log", read 2026-11-22.</summary>
internal static class BybitTransactions
{
    public const string Settlement = "SETTLEMENT";
    private const string Trade = "TRADE";

    /// <param name="contract">Null for what belongs to no instrument.</param>
    /// <param name="fill">The fill the line is of; null for anything else.</param>
    /// <param name="positionAfter">Signed base units after a fill.</param>
    public static BybitTransaction Line(StatementLine line, BybitContract? contract, SimulatedFill? fill, decimal positionAfter)
    {
        bool isFunding = line.Type == BillType.Funding;
        decimal cashFlow = isFunding ? 0m : line.Amount;
        return new BybitTransaction
        {
            Id = Id(line, contract),
            Symbol = contract?.Name ?? "",
            Category = contract is null ? "" : BybitStatements.Linear,
            Side = Side(line, fill),
            TransactionTime = BybitText.Millis(line.Time),
            Type = Type(line, fill),
            Qty = contract is null ? "0" : contract.Quantity(fill?.Quantity ?? Math.Abs(line.PositionQuantity ?? 0m)),
            Size = contract is null ? "0" : BybitText.Number(isFunding ? line.PositionQuantity ?? 0m : positionAfter),
            TradePrice = TradePrice(line, contract, fill),
            Funding = isFunding ? BybitText.Number(line.Amount) : "",
            Fee = BybitText.Number(-line.Fee),
            CashFlow = BybitText.Number(cashFlow),
            Change = BybitText.Number(line.Change),
            CashBalance = BybitText.Number(line.BalanceAfter),
            FeeRate = fill is not null ? BybitText.Number(fill.FeeRate) : BybitText.Number(line.FundingRate ?? 0m),
            TradeId = TradeId(line, fill),
            OrderId = fill is null ? "" : BybitIds.Order(fill.OrderId),
            OrderLinkId = fill is null ? "" : ClientIds.Given(fill.ClientOrderId, fill.OrderId),
        };
    }

    public static string Id(StatementLine line, BybitContract? contract) => $"592324_{contract?.Name ?? line.Asset.Code}_{line.Id}";

    private static string Type(StatementLine line, SimulatedFill? fill) => line.Type switch
    {
        BillType.Deposit => "TRANSFER_IN",
        BillType.Withdrawal => "TRANSFER_OUT",
        BillType.Funding => Settlement,
        BillType.LiquidationFee => "LIQUIDATION",
        BillType.InsuranceCover => "LIQUIDATION",
        _ => fill?.Origin switch
        {
            OrderOrigin.Liquidation => "LIQUIDATION",
            OrderOrigin.AutoDeleveraging => "ADL",
            OrderOrigin.Settlement => "DELIVERY",
            _ => Trade,
        },
    };

    private static string Side(StatementLine line, SimulatedFill? fill)
    {
        if (fill is not null)
        {
            return BybitText.Side(fill.Side);
        }

        return line.PositionQuantity is { } position ? BybitStatements.PositionSide(position) : "None";
    }

    private static string TradePrice(StatementLine line, BybitContract? contract, SimulatedFill? fill)
    {
        if (contract is null)
        {
            return "0";
        }

        return fill is not null ? contract.Price(fill.Price) : line.MarkPrice is { } mark ? contract.OffTickPrice(mark) : "0";
    }

    private static string TradeId(StatementLine line, SimulatedFill? fill)
    {
        if (fill is not null)
        {
            return BybitIds.Execution(fill.TradeId, fill.OrderId);
        }

        return line.Type == BillType.Funding ? BybitIds.Funding(line.Id) : "";
    }
}
