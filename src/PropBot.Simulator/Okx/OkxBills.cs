using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Okx.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Okx;

/// <summary>
/// Types and subtypes of the account's bills. Source: OKX API v5 guide, "Get bills details", read 2026-11-22.
/// </summary>
internal static class OkxBills
{
    public const string Transfer = "1";
    public const string Trade = "2";
    public const string Liquidation = "5";
    public const string Delivery = "3";
    public const string Funding = "8";
    public const string AutoDeleveraging = "9";

    /// <param name="contract">Null for what belongs to no instrument.</param>
    /// <param name="fill">The fill the line is of; null for anything else.</param>
    public static OkxBill Bill(StatementLine line, OkxContract? contract, SimulatedFill? fill) => new()
    {
        Bal = OkxText.Number(line.BalanceAfter),
        BalChg = OkxText.Number(line.Change),
        BillId = OkxText.Id(line.Id),
        Ccy = line.Asset.Code,
        ClOrdId = fill is null ? "" : ClientIds.Given(fill.ClientOrderId, fill.OrderId),
        ExecType = fill is null ? "" : fill.IsMaker ? "M" : "T",
        Fee = OkxText.Number(line.Fee),
        FillIdxPx = "",
        FillMarkPx = "",
        FillTime = fill is null ? "" : OkxText.Millis(fill.Time),
        InstId = contract?.InstId ?? "",
        InstType = contract is null ? "" : OkxContract.InstType,
        MgnMode = contract is null ? "" : "cross",
        OrdId = OkxText.Id(line.OrderId),
        Pnl = OkxText.Number(contract is null ? 0m : line.Amount),
        PosBal = "0",
        PosBalChg = "0",
        Px = Price(line, fill),
        SubType = SubType(line, fill),
        Sz = Size(line, contract, fill),
        TradeId = OkxText.Id(line.TradeId),
        Ts = OkxText.Millis(line.Time),
        Type = Type(line, fill),
    };

    private static string Type(StatementLine line, SimulatedFill? fill) => line.Type switch
    {
        BillType.Deposit or BillType.Withdrawal => Transfer,
        BillType.Funding => Funding,
        BillType.LiquidationFee or BillType.InsuranceCover => Liquidation,
        _ => fill?.Origin switch
        {
            Core.Execution.OrderOrigin.Liquidation => Liquidation,
            Core.Execution.OrderOrigin.AutoDeleveraging => AutoDeleveraging,
            Core.Execution.OrderOrigin.Settlement => Delivery,
            _ => Trade,
        },
    };

    private static string SubType(StatementLine line, SimulatedFill? fill) => line.Type switch
    {
        BillType.Deposit => "11",
        BillType.Withdrawal => "12",
        BillType.Funding => line.Amount < 0m ? "173" : "174",

        // Not in the guide: it has the fee of a liquidation in the bill of its fill.
        BillType.LiquidationFee => "109",
        BillType.InsuranceCover => "110",
        _ => fill is null ? "" : OkxStatements.FillSubType(fill),
    };

    private static string Price(StatementLine line, SimulatedFill? fill) =>
        fill is not null ? OkxText.Number(fill.Price) : line.MarkPrice is { } mark ? OkxText.Quotient(mark) : "";

    private static string Size(StatementLine line, OkxContract? contract, SimulatedFill? fill)
    {
        if (contract is null)
        {
            return OkxText.Number(Math.Abs(line.Amount));
        }

        return contract.Size(fill?.Quantity ?? Math.Abs(line.PositionQuantity ?? 0m));
    }
}
