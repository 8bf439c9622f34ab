using PropBot.Core.Strategy;

namespace PropBot.Core.Risk;

/// <summary>A plan that every rule let through. Execution accepts this and nothing else; <c>OpeningDesk</c> alone makes it.</summary>
public sealed record ApprovedPlan(PairPlan Plan);
