using System.Globalization;
using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>The desk's ledger and status against what the simulated venues say of the same accounts, to the last digit.</summary>
internal static class DeskAgainstVenues
{
    /// <summary>Every check green and nothing open: the moment to compare.</summary>
    public static bool IsQuiet(JsonElement status) =>
        // What failed may have frozen the strategy: that is people's to release, and nothing is under way.
        status.GetProperty("preflight").EnumerateArray().All(c => c.GetProperty("ok").GetBoolean() || c.GetProperty("name").GetString() == "strategy")
        && status.GetProperty("totals").GetProperty("active_pairs").GetInt32() == 0;

    public static void AssertAgree(JsonElement status, JsonElement accounts, ILedgerReads ledger)
    {
        AssertSamePositions(status, accounts);
        AssertEveryFillIsBookedOnce(ledger, accounts);
        AssertNoOrderIsDoubled(ledger);
        Assert.True(ledger.VerifyBalances().IsSound, "postings sum to zero and balances are their sums");
    }

    private static void AssertSamePositions(JsonElement status, JsonElement accounts)
    {
        foreach (JsonElement venue in status.GetProperty("venues").EnumerateArray())
        {
            string name = venue.GetProperty("venue").GetString()!;
            JsonElement account = accounts.EnumerateArray().Single(a => a.GetProperty("venue").GetString() == name);
            foreach (JsonElement ours in venue.GetProperty("positions").EnumerateArray())
            {
                string symbol = ours.GetProperty("symbol").GetString()!;
                decimal theirs = account.GetProperty("positions").EnumerateArray()
                    .Where(p => p.GetProperty("symbol").GetString() == symbol)
                    .Sum(p => Number(p.GetProperty("quantity")));
                Assert.Equal(theirs, ours.GetProperty("quantity").GetDecimal());
            }

            string[] known = [.. venue.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("symbol").GetString()!)];
            Assert.All(account.GetProperty("positions").EnumerateArray(), p => Assert.Contains(p.GetProperty("symbol").GetString(), known));
            Assert.Empty(account.GetProperty("open_orders").EnumerateArray());
        }
    }

    /// <summary>The venue's own sum of fees equals ours to the last digit only if each fill is booked, and once.</summary>
    private static void AssertEveryFillIsBookedOnce(ILedgerReads ledger, JsonElement accounts)
    {
        foreach (JsonElement account in accounts.EnumerateArray())
        {
            var venue = new VenueId(account.GetProperty("venue").GetString()!);
            decimal ours = ledger.Balances().Where(b => b.Account == LedgerAccount.Fees(venue)).Sum(b => b.Amount);
            decimal theirs = account.GetProperty("bill_totals").EnumerateObject()
                .Where(b => b.Name.Contains("Fee", StringComparison.Ordinal)).Sum(b => Number(b.Value));
            Assert.Equal(-theirs, ours);
            decimal cash = ledger.Balances().Where(b => b.Account == LedgerAccount.Cash(venue)).Sum(b => b.Amount);
            Assert.Equal(Number(account.GetProperty("wallet_balance")), cash);
        }
    }

    private static void AssertNoOrderIsDoubled(ILedgerReads ledger)
    {
        foreach (PairRecord pair in ledger.AllPairs())
        {
            IReadOnlyList<OrderRecord> orders = ledger.OrdersOf(pair.Id);
            Assert.Equal(orders.Count, orders.Select(o => o.Intent.ClientOrderId).Distinct().Count());
            Assert.All(orders, o => Assert.True(o.Status.IsTerminal(), $"{o.Intent.ClientOrderId} is {o.Status}"));
            decimal opened = orders.Where(o => o.Intent.Purpose == OrderPurpose.Open).GroupBy(o => o.Intent.Leg)
                .Max(leg => leg.Sum(o => o.FilledQuantity.Value));
            Assert.True(opened <= pair.TargetQuantity.Value, $"{pair.Id} opened {opened} of {pair.TargetQuantity}");
            Assert.Equal(0m, pair.Imbalance);
        }

        AssertNoLegWasEverTooLarge(ledger);
    }

    /// <summary>A leg that was taken off may be hedged anew when the other one cannot be; it is never larger than was decided.</summary>
    private static void AssertNoLegWasEverTooLarge(ILedgerReads ledger)
    {
        foreach (JournalLine line in ledger.JournalTail(int.MaxValue).Where(line => line.Type == JournalTypes.Pair))
        {
            using JsonDocument pair = JsonDocument.Parse(line.Payload);
            decimal target = Number(pair.RootElement.GetProperty("target_quantity"));
            foreach (string leg in (string[])["long", "short", "third"])
            {
                if (!pair.RootElement.TryGetProperty(leg, out JsonElement traded))
                {
                    continue;
                }

                decimal held = Number(traded.GetProperty("bought_quantity")) - Number(traded.GetProperty("sold_quantity"));
                Assert.True(Math.Abs(held) <= target, $"journal line {line.Id}: a {leg} leg of {held}, more than the {target} that was decided");
            }
        }
    }

    private static decimal Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? decimal.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : element.GetDecimal();
}
