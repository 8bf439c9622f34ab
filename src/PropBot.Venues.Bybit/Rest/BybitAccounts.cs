using System.Text;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Balances, positions and settlements over REST.</summary>
internal sealed class BybitAccounts(BybitRest rest)
{
    private const string Settlement = "SETTLEMENT";

    public async Task<AccountLookup> QueryAsync(IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitWallet>> wallet = await rest.GetAsync(
            "wallet",
            RequestLane.Reconcile,
            rest.Budgets.Account,
            "/v5/account/wallet-balance",
            "accountType=UNIFIED&coin=USDT",
            BybitJson.Default.BybitReplyBybitPageBybitWallet,
            cancellationToken);
        if (wallet is not BybitAnswer<BybitPage<BybitWallet>>.Ok { Result.List: [{ } funds, ..] })
        {
            return new AccountLookup.Failed($"wallet: {wallet.Trouble}");
        }

        IReadOnlyList<BybitPosition>? positions = await BybitPages.ReadAsync(
            (cursor, token) => rest.GetAsync(
                "positions",
                RequestLane.Reconcile,
                rest.Budgets.Account,
                "/v5/position/list",
                $"category=linear&settleCoin=USDT&limit=200{cursor}",
                BybitJson.Default.BybitReplyBybitPageBybitPosition,
                token),
            cancellationToken);
        if (positions is null)
        {
            return new AccountLookup.Failed("positions: no certain answer");
        }

        try
        {
            return new AccountLookup.Found(BybitReading.ReadAccount(funds, positions, instruments, rest.Clock.VenueNow));
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new AccountLookup.Failed(unreadable.Message);
        }
    }

    /// <summary>Settlements of the traded instruments; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> ReadFundingSinceAsync(
        DateTimeOffset since, IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitTransaction>? log = await BybitPages.ReadAsync(
            (cursor, token) => rest.GetAsync(
                "transaction log",
                RequestLane.Data,
                rest.Budgets.Log,
                "/v5/account/transaction-log",
                $"accountType=UNIFIED&category=linear&currency=USDT&type={Settlement}&startTime={WireText.FormatMilliseconds(since)}&limit=50{cursor}",
                BybitJson.Default.BybitReplyBybitPageBybitTransaction,
                token),
            cancellationToken);
        if (log is null)
        {
            return null;
        }

        List<FundingPayment> payments = [];
        foreach (BybitTransaction entry in log)
        {
            if (entry.Type == Settlement && entry.Symbol is not null && instruments.TryGetValue(entry.Symbol, out Instrument? instrument))
            {
                try
                {
                    payments.Add(BybitReading.ReadPayment(entry, instrument));
                }
                catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
                {
                    // One entry that cannot be read must not hide the others; the account's comparison shows what is missing.
                    rest.Malformed.Record(Encoding.UTF8.GetBytes($"transaction {entry.Id}"), unreadable.Message);
                }
            }
        }

        return payments;
    }
}
