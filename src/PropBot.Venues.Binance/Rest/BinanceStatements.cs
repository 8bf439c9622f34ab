using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What the account holds and what it was paid.</summary>
internal sealed class BinanceStatements(VenueOptions options, BinanceRest rest)
{
    private const int IncomeLimit = 1_000;

    public async Task<AccountLookup> AccountAsync(Asset settle, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceAccount> account = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v3/account", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.BinanceAccount, cancellationToken);
        if (account is not BinanceReply<BinanceAccount>.Ok { Value: var balances })
        {
            return new AccountLookup.Failed(account.Failure);
        }

        BinanceReply<IReadOnlyList<BinancePosition>> positions = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v3/positionRisk", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.IReadOnlyListBinancePosition, cancellationToken);
        if (positions is not BinanceReply<IReadOnlyList<BinancePosition>>.Ok { Value: var held })
        {
            return new AccountLookup.Failed(positions.Failure);
        }

        try
        {
            return new AccountLookup.Found(BinanceAccounts.ToReport(options.Venue, settle, balances, held, rest.Clock.VenueNow));
        }
        catch (FormatException e)
        {
            return new AccountLookup.Failed(e.Message);
        }
    }

    /// <summary>Funding settlements since an instant, oldest first; null when no answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> FundingSinceAsync(
        DateTimeOffset since, IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        BinanceReply<IReadOnlyList<BinanceIncome>> reply = await rest.SendSignedAsync(
            HttpMethod.Get,
            "/fapi/v1/income",
            new BinanceParameters().Add("incomeType", "FUNDING_FEE").Add("startTime", since.ToUnixTimeMilliseconds()).Add("limit", IncomeLimit),
            RequestLane.Data, rest.Budgets.Weight(30), BinanceJson.Default.IReadOnlyListBinanceIncome, cancellationToken);
        if (reply is not BinanceReply<IReadOnlyList<BinanceIncome>>.Ok { Value: var incomes })
        {
            return null;
        }

        var payments = new List<FundingPayment>();
        foreach (BinanceIncome income in incomes.OrderBy(i => i.Time).ThenBy(i => i.TranId))
        {
            if (Symbol.TryParse(income.Symbol, out Symbol symbol))
            {
                InstrumentId id = instruments.FirstOrDefault(i => i.NativeSymbol == income.Symbol)?.Id ?? new InstrumentId(options.Venue, symbol);
                payments.Add(BinanceReports.ToPayment(income, id));
            }
        }

        return payments;
    }
}
