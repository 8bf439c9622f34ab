namespace PropBot.Episodes.Tests.Planted;

/// <summary>Misreadings of what a venue says, as they could be made in an adapter. They are found without asking the engine.</summary>
internal static class AdapterBugs
{
    /// <summary>Every project compiled, none of them changed.</summary>
    public static readonly IReadOnlyList<SourceEdit> Nothing =
    [
        new("Engine/TradingEngine.cs", "_kernel.Check();", "_kernel.Check();"),
        new("BinanceErrors.cs", "internal static class BinanceErrors", "internal static class BinanceErrors", SourceEdit.Binance),
        new("OkxErrors.cs", "internal static class OkxErrors", "internal static class OkxErrors", SourceEdit.Okx),
        new("BybitErrors.cs", "internal static class BybitErrors", "internal static class BybitErrors", SourceEdit.Bybit),
    ];

    public static readonly IReadOnlyList<PlantedBug> All =
    [
        new("OKX's contracts are taken for base units in a statement", ["statement_misread"],
            new SourceEdit("Parsing/OkxAccountReading.cs", "signed * (listing?.Units.BasePerContract ?? 1m),", "signed,", SourceEdit.Okx)),
        new("a short position at Bybit is read as a long one", ["statement_misread"],
            new SourceEdit("Parsing/BybitReading.cs", "BybitOrderReading.SideOf(wire.Side).Sign() * size,", "size,", SourceEdit.Bybit)),
        new("OKX's 'duplicate client order id' is read as a bad request", ["outcome_misread"],
            new SourceEdit("OkxErrors.cs", "Map(RefusalKind.DuplicateClientOrderId, ", "Map(RefusalKind.InvalidRequest, ", SourceEdit.Okx)),
        new("a settlement that Binance takes is read as received", ["case_at_end"],
            new SourceEdit("Parsing/BinanceReports.cs", "new Money(income.Income, ", "new Money(-income.Income, ", SourceEdit.Binance)),
        new("the wallet at Binance is read with unrealised profit", ["statement_misread"],
            new SourceEdit("Parsing/BinanceAccounts.cs", "balance?.WalletBalance ?? 0m,\n            balance", "balance is null ? 0m : balance.WalletBalance + balance.UnrealizedProfit,\n            balance", SourceEdit.Binance)),
        new("an unknown order at Bybit is taken for one that may still come", ["outcome_misread"],
            new SourceEdit("BybitErrors.cs", "Map(RefusalKind.OrderNotFound, 30_034, OrderDoesNotExist, ", "Map(RefusalKind.OrderNotFound, 30_034, ", SourceEdit.Bybit)),
    ];
}
