using System.Text;
using PropBot.Core.Execution;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>The account's bills over REST, all pages: what changed the balance, and the settlements among it.</summary>
internal sealed class OkxIncome(OkxRest rest)
{
    /// <summary>How far back <c>bills</c> goes, and <c>bills-archive</c>.</summary>
    public static readonly TimeSpan BillReach = TimeSpan.FromDays(7);

    public static readonly TimeSpan ArchiveReach = TimeSpan.FromDays(90);

    private static readonly TimeSpan EntryLag = TimeSpan.FromMinutes(1);

    /// <summary>What changed the balance in a span, oldest first; null when no certain answer came or it reaches too far back.</summary>
    public async Task<IReadOnlyList<IncomeEntry>?> ReadAsync(
        HistorySpan span, RequestLane lane, IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - ArchiveReach)
        {
            return null;
        }

        string filter = $"begin={WireText.FormatMilliseconds(span.From - EntryLag)}&end={WireText.FormatMilliseconds(span.To + EntryLag)}";
        if (await ReadBillsAsync(span.From, lane, filter, cancellationToken) is not { } bills)
        {
            return null;
        }

        try
        {
            return
            [
                .. bills.Reverse().SelectMany(bill => OkxBillReading.Read(bill, listings)).Where(entry => span.Contains(entry.At)).OrderBy(entry => entry.At),
            ];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            rest.Malformed.Record(Encoding.UTF8.GetBytes("bills"), unreadable.Message);
            return null;
        }
    }

    /// <summary>Settlements of the traded instruments; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> ReadFundingSinceAsync(
        DateTimeOffset since, RequestLane lane, IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        string filter = $"instType=SWAP&type={OkxBillReading.FundingType}&begin={WireText.FormatMilliseconds(since)}";
        return await ReadBillsAsync(since, lane, filter, cancellationToken) is { } bills ? ReadFunding(bills, listings, rest.Malformed) : null;
    }

    public static IReadOnlyList<FundingPayment> ReadFunding(
        IEnumerable<OkxBill> bills, IReadOnlyDictionary<string, OkxListing> listings, MalformedMessages malformed)
    {
        List<FundingPayment> payments = [];
        foreach (OkxBill bill in bills)
        {
            if (bill.Type == OkxBillReading.FundingType && bill.InstId is not null && listings.TryGetValue(bill.InstId, out OkxListing? listing))
            {
                try
                {
                    payments.Add(OkxBillReading.ReadPayment(bill, listing));
                }
                catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
                {
                    // One entry that cannot be read must not hide the others; the account's comparison shows what is missing.
                    malformed.Record(Encoding.UTF8.GetBytes($"bill {bill.BillId}"), unreadable.Message);
                }
            }
        }

        return payments;
    }

    private Task<IReadOnlyList<OkxBill>?> ReadBillsAsync(DateTimeOffset from, RequestLane lane, string filter, CancellationToken cancellationToken)
    {
        bool isRecent = from >= rest.Clock.VenueNow - BillReach + EntryLag;
        (string endpoint, RateBudget budget) = isRecent ? ("bills", rest.Budgets.Bills) : ("bills-archive", rest.Budgets.BillArchive);
        return OkxPages.ReadAsync(
            (after, token) => rest.GetAsync(
                endpoint,
                lane,
                budget,
                $"/api/v5/account/{endpoint}?{filter}&limit={OkxPages.Size}{OkxPages.After(after)}",
                OkxJson.Default.OkxReplyOkxBill,
                token),
            bill => bill.BillId,
            cancellationToken);
    }
}
