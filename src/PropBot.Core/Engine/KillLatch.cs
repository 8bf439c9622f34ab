namespace PropBot.Core.Engine;

/// <summary>Somebody killed the desk. One person does it at once; two people lift it.</summary>
/// <param name="By">Name of the operator.</param>
/// <param name="CorrelationId">Names the request, and the run that takes off what is open because of it.</param>
/// <param name="Flatten">What is open is to be taken off too, not only the orders.</param>
public sealed record KillLatch(string By, string Reason, DateTimeOffset Since, string CorrelationId, bool Flatten);
