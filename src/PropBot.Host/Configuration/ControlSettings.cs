using PropBot.Core.Engine;
using PropBot.Host.Auth;

namespace PropBot.Host.Configuration;

/// <summary>Who may leave a hold and how, from environment over file. With real money nothing switches the second person off.</summary>
internal static class ControlSettings
{
    public const string TwoManRuleVariable = "TWO_MAN_RULE";
    public const string OperatorsVariable = "OPERATOR_TOKENS";

    /// <param name="named">The operators that the environment names; null when it names them wrongly.</param>
    /// <param name="orders">Whether orders leave this run.</param>
    public static ControlOptions Read(
        string profile, ControlConfig config, OperatorTokens? named, bool hasApiToken, OrderSwitch orders, List<ConfigFault> faults)
    {
        int operators = named?.CountOf(OperatorRole.Operator) ?? 0;
        if (profile == "live")
        {
            // A token that every script has is nobody's: it counts as no person.
            Check(config.TwoManRule, operators - (hasApiToken ? 1 : 0), named is not null && orders.PlacesOrders, faults);
        }

        return new ControlOptions
        {
            TwoManRule = profile == "live" || (config.TwoManRule ?? (profile != "paper" || operators + (hasApiToken ? 0 : 1) > 1)),
            SharedOperator = profile == "live" ? OperatorTokens.ApiOperatorName : null,
            ApprovalValidity = config.ApprovalValidity,
            SizeAfterResume = config.Size.Fraction,
            CleanPairsAfterResume = config.Size.CleanPairs,
            CleanPairAfter = config.Size.CleanAfter,
            DryRun = orders.IsDryRun,
        };
    }

    private static void Check(bool? asked, int operators, bool isComplete, List<ConfigFault> faults)
    {
        if (asked == false)
        {
            faults.Add(new ConfigFault(TwoManRuleVariable, "is off: with real money a HOLD is left by two people; leave it out"));
        }

        if (isComplete && operators < 2)
        {
            faults.Add(new ConfigFault(
                OperatorsVariable,
                $"name {operators} operators: with real money a HOLD is left by two people, so name two or more with the role operator (API_TOKEN is a shared token and counts as none)"));
        }
    }

    public static string? ApproveToken(Func<string, string?> environment, OperatorTokens? named, List<ConfigFault> faults)
    {
        string? token = environment(Auth.ApproveToken.Variable)?.Trim();
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        if (token.Length < OperatorTokens.MinTokenLength)
        {
            faults.Add(new ConfigFault(Auth.ApproveToken.Variable, $"has {token.Length} characters, the least is {OperatorTokens.MinTokenLength}: use a longer one"));
        }

        if (named?.Find(token) is { } who)
        {
            faults.Add(new ConfigFault(Auth.ApproveToken.Variable, $"is the token of operator '{who.Name}': a second factor is another secret"));
        }

        return token;
    }
}
