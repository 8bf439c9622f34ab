using System.Text;
using PropBot.Core.Execution;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Balances, positions and settlements over REST.</summary>
internal sealed class OkxAccounts(OkxRest rest)
{
    private const string FundingBill = "8";

    public async Task<AccountLookup> QueryAsync(IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxBalance> balance = await rest.GetAsync(
            "balance",
            RequestLane.Reconcile,
            rest.Budgets.Balance,
            "/api/v5/account/balance?ccy=USDT",
            OkxJson.Default.OkxReplyOkxBalance,
            cancellationToken);
        if (balance is not OkxAnswer<OkxBalance>.Ok { Items: [{ } funds, ..] })
        {
            return new AccountLookup.Failed($"balance: {balance.Trouble}");
        }

        OkxAnswer<OkxPosition> positions = await rest.GetAsync(
            "positions",
            RequestLane.Reconcile,
            rest.Budgets.Positions,
            "/api/v5/account/positions?instType=SWAP",
            OkxJson.Default.OkxReplyOkxPosition,
            cancellationToken);
        if (positions is not OkxAnswer<OkxPosition>.Ok held)
        {
            return new AccountLookup.Failed($"positions: {positions.Trouble}");
        }

        try
        {
            return new AccountLookup.Found(OkxAccountReading.ReadAccount(funds, held.Items, listings, rest.Clock.VenueNow));
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new AccountLookup.Failed(unreadable.Message);
        }
    }

    /// <summary>Settlements of the traded instruments; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> ReadFundingSinceAsync(
        DateTimeOffset since, IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        IReadOnlyList<OkxBill>? bills = await OkxOrders.ReadPagesAsync(
            (after, token) => rest.GetAsync(
                "funding bills",
                RequestLane.Data,
                rest.Budgets.Bills,
                $"/api/v5/account/bills?instType=SWAP&type={FundingBill}&begin={WireText.FormatMilliseconds(since)}&limit=100{OkxOrders.After(after)}",
                OkxJson.Default.OkxReplyOkxBill,
                token),
            bill => bill.BillId,
            cancellationToken);
        if (bills is null)
        {
            return null;
        }

        List<FundingPayment> payments = [];
        foreach (OkxBill bill in bills)
        {
            if (bill.Type == FundingBill && bill.InstId is not null && listings.TryGetValue(bill.InstId, out OkxListing? listing))
            {
                try
                {
                    payments.Add(OkxAccountReading.ReadPayment(bill, listing));
                }
                catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
                {
                    // One entry that cannot be read must not hide the others; the account's comparison shows what is missing.
                    rest.Malformed.Record(Encoding.UTF8.GetBytes($"bill {bill.BillId}"), unreadable.Message);
                }
            }
        }

        return payments;
    }
}
