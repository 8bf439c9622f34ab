using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>The venue's income lines as Core's. Source: developers.binance.com, USD-M futures, Get Income History, read 2026-11-22.</summary>
internal static class BinanceIncomes
{
    public const string Funding = "FUNDING_FEE";

    public static IncomeEntry ToEntry(BinanceIncome income, VenueId venue, IReadOnlyList<Instrument> instruments) => new(
        venue,
        IdOf(income),
        ToKind(income.IncomeType),
        income.IncomeType,
        InstrumentOf(income, venue, instruments),
        new Money(income.Income, new Asset(income.Asset)),
        BinanceReports.ToTime(income.Time));

    /// <returns>Null for a line without a symbol that we can name.</returns>
    public static FundingPayment? ToPayment(BinanceIncome income, VenueId venue, IReadOnlyList<Instrument> instruments) =>
        InstrumentOf(income, venue, instruments) is { } instrument ? BinanceReports.ToPayment(income, instrument) : null;

    public static IncomeKind ToKind(string incomeType) => incomeType switch
    {
        Funding => IncomeKind.Funding,
        "COMMISSION" => IncomeKind.Fee,
        "REALIZED_PNL" or "DELIVERED_SETTELMENT" => IncomeKind.RealizedPnl, // the venue's spelling
        "INSURANCE_CLEAR" => IncomeKind.Liquidation,
        "TRANSFER" or "INTERNAL_TRANSFER" or "CROSS_COLLATERAL_TRANSFER" or "STRATEGY_UMFUTURES_TRANSFER"
            or "COIN_SWAP_DEPOSIT" or "COIN_SWAP_WITHDRAW" => IncomeKind.Transfer,
        _ => IncomeKind.Other,
    };

    /// <summary>Rule H5: a <c>tranId</c> is unique within its type; fees and results of two symbols may have the same one.</summary>
    private static string IdOf(BinanceIncome income) => $"{income.IncomeType}:{income.Symbol}:{income.Asset}:{income.TranId}";

    private static InstrumentId? InstrumentOf(BinanceIncome income, VenueId venue, IReadOnlyList<Instrument> instruments) =>
        instruments.FirstOrDefault(i => i.NativeSymbol == income.Symbol)?.Id
        ?? (Symbol.TryParse(income.Symbol, out Symbol symbol) ? new InstrumentId(venue, symbol) : null);
}
