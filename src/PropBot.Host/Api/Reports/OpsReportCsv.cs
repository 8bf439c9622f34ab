using System.Globalization;
using System.Text;
using PropBot.Core.Values;

namespace PropBot.Host.Api.Reports;

/// <summary>The report as a spreadsheet reads it: RFC 4180, one line per strategy, in the runbook's columns.</summary>
internal static class OpsReportCsv
{
    public const string Header = "timestamp,open_trades_count,max_open_trades_limit,daily_loss_status,watchdog_status,auto_trade,strategy,budget_usdt,used_usdt,remaining_usdt";

    private const string LineEnd = "\r\n";

    /// <summary>Made of the JSON's own numbers. Without a strategy one line with its last four fields empty.</summary>
    public static string Of(OpsReportResponse report)
    {
        string desk = string.Join(
            ',', report.GeneratedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture), Whole(report.OpenTradesCount), Whole(report.MaxOpenTradesLimit),
            report.Badges.DailyLoss, report.Badges.Watchdog, report.Badges.AutoTrade);
        var text = new StringBuilder(Header).Append(LineEnd);
        if (report.Budgets.Count == 0)
        {
            text.Append(desk).Append(",,,,").Append(LineEnd);
        }

        // Badges, names of strategies and numbers are ours: none of them needs quotes or begins a formula.
        foreach (OpsBudgetRow row in report.Budgets.OrderBy(b => b.Strategy, StringComparer.Ordinal))
        {
            text.Append(desk).Append(',').Append(row.Strategy).Append(',')
                .Append(Number(row.BudgetUsdt)).Append(',').Append(Number(row.UsedUsdt)).Append(',').Append(Number(row.RemainingUsdt)).Append(LineEnd);
        }

        return text.ToString();
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Exact, with a decimal point always (<c>1000.0</c>); empty where there is no budget.</summary>
    private static string Number(decimal? value)
    {
        if (value is not { } number)
        {
            return "";
        }

        string text = WireNumber.Format(number);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
