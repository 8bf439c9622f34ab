using System.Text;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>What changed the balance, from the transaction log (rule H2: two years, seven days a question).</summary>
internal sealed class BybitIncomes(BybitRest rest)
{
    public static readonly TimeSpan Reach = TimeSpan.FromDays(730);

    /// <summary>Beyond the newest instant that is asked for: our estimate of the venue's time may be behind it.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<IncomeEntry>?> QueryAsync(
        HistorySpan span, RequestLane lane, IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - Reach
            || await ReadAsync(span, "", lane, cancellationToken) is not { } log)
        {
            return null;
        }

        try
        {
            return [.. log.SelectMany(line => BybitIncome.Read(line, instruments)).Where(e => span.Contains(e.At)).OrderBy(e => e.At)];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }

    /// <summary>Funding settlements of the traded instruments; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> ReadFundingSinceAsync(
        DateTimeOffset since, RequestLane lane, IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        DateTimeOffset until = rest.Clock.VenueNow + Ahead;
        HistorySpan span = new(since < until ? since : until, until);
        return await ReadAsync(span, $"&type={BybitIncome.Settlement}", lane, cancellationToken) is { } log
            ? ReadFunding(log, instruments, rest.Malformed)
            : null;
    }

    public static IReadOnlyList<FundingPayment> ReadFunding(
        IEnumerable<BybitTransaction> log, IReadOnlyDictionary<string, Instrument> instruments, MalformedMessages malformed)
    {
        List<FundingPayment> payments = [];
        foreach (BybitTransaction entry in log)
        {
            if (entry.Type == BybitIncome.Settlement && entry.Symbol is not null && instruments.TryGetValue(entry.Symbol, out Instrument? instrument))
            {
                try
                {
                    payments.Add(BybitIncome.ReadPayment(entry, instrument));
                }
                catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
                {
                    // One entry that cannot be read must not hide the others; the account's comparison shows what is missing.
                    malformed.Record(Encoding.UTF8.GetBytes($"transaction {entry.Id}"), unreadable.Message);
                }
            }
        }

        return payments;
    }

    private Task<IReadOnlyList<BybitTransaction>?> ReadAsync(
        HistorySpan span, string filter, RequestLane lane, CancellationToken cancellationToken) => BybitPages.ReadSpanAsync(
        span,
        (times, cursor, token) => rest.GetAsync(
            "transaction log",
            lane,
            rest.Budgets.Log,
            "/v5/account/transaction-log",
            $"accountType=UNIFIED&currency=USDT{filter}&{times}&limit=50{cursor}",
            BybitJson.Default.BybitReplyBybitPageBybitTransaction,
            token),
        line => $"{line.Id}/{line.Type}/{line.TradeId}/{line.TransactionTime}/{line.Change}",
        cancellationToken);
}
