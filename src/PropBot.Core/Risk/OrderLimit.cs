namespace PropBot.Core.Risk;

/// <summary>How many orders a venue takes within any span as long as the window. Source: the venue's own limits, docs/venues.</summary>
/// <param name="Orders">1 or more.</param>
/// <param name="Window">Above 0, elapsed time.</param>
public readonly record struct OrderLimit(int Orders, TimeSpan Window);
