using PropBot.Core.Execution;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>The rebalancer's variables: <c>FEATURE_REBALANCER</c> and <c>REBALANCER_*</c>, names and defaults of the runbook.</summary>
internal static class RebalancerSwitch
{
    /// <summary>Null while the rebalancer is off; what is wrong in its variables is a fault all the same.</summary>
    public static RebalancerOptions? Read(ConfigSources sources)
    {
        bool isOn = sources.Switch(RebalancerKeys.Feature);
        var options = new RebalancerOptions
        {
            Interval = sources.Time(RebalancerKeys.Interval),
            RetryDelay = sources.Time(RebalancerKeys.RetryDelay),
            BatchNotional = sources.Number(RebalancerKeys.BatchNotional),
            MaxRetries = sources.Whole(RebalancerKeys.MaxRetries),
        };
        return isOn ? options : null;
    }
}
