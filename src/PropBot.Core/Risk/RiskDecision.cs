using PropBot.Core.Strategy;

namespace PropBot.Core.Risk;

/// <summary>What risk says to a plan. Execution accepts <see cref="Approved"/> and nothing else.</summary>
public abstract record RiskDecision
{
    private RiskDecision()
    {
    }

    public sealed record Approved(PairPlan Plan) : RiskDecision;

    /// <summary>The rule that refused, its limit and the actual number; both 0 where the rule is a yes or no.</summary>
    public sealed record Refused(RiskRefusal Refusal) : RiskDecision;
}

/// <param name="Limit">In the rule's unit: quote units, a count or seconds.</param>
/// <param name="Actual">What it would have been, in the same unit.</param>
public readonly record struct RiskRefusal(RiskRule Rule, decimal Limit, decimal Actual);
