using System.Globalization;
using PropBot.Core.Execution;

namespace PropBot.Host.Configuration;

/// <summary>The rebalancer's variables: <c>FEATURE_REBALANCER</c> and <c>REBALANCER_*</c>, names and defaults of the runbook.</summary>
internal static class RebalancerSwitch
{
    /// <summary>Null while the rebalancer is off; what is wrong in its variables is a fault all the same.</summary>
    public static RebalancerOptions? Read(Func<string, string?> environment, List<ConfigFault> faults)
    {
        bool isOn = EnvironmentSwitch.Read("FEATURE_REBALANCER", environment, fallback: false, faults);
        var d = new RebalancerOptions();
        var options = new RebalancerOptions
        {
            Interval = Seconds("REBALANCER_INTERVAL_SEC", d.Interval, 0.5m),
            RetryDelay = Seconds("REBALANCER_RETRY_DELAY_SEC", d.RetryDelay, 0.001m),
            BatchNotional = Number("REBALANCER_BATCH_NOTIONAL_USD", d.BatchNotional, 1m, 10_000_000m),
            MaxRetries = (int)Number("REBALANCER_MAX_RETRY", d.MaxRetries, 1m, 100m, whole: true),
        };
        return isOn ? options : null;

        TimeSpan Seconds(string name, TimeSpan fallback, decimal least) =>
            TimeSpan.FromSeconds((double)Number(name, (decimal)fallback.TotalSeconds, least, 3_600m));

        decimal Number(string name, decimal fallback, decimal least, decimal most, bool whole = false)
        {
            string? text = environment(name)?.Trim();
            if (string.IsNullOrEmpty(text))
            {
                return fallback;
            }

            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
                && value >= least && value <= most && (!whole || value == decimal.Truncate(value)))
            {
                return value;
            }

            faults.Add(new ConfigFault(name, $"'{text}' is not a {(whole ? "whole " : "")}number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}"));
            return fallback;
        }
    }
}
