namespace PropBot.Core.Execution;

/// <summary>
/// Why we hold something for certain that a venue did not confirm at first: what was asked and what it said. Kept with the order,
/// so that a person can follow the decision later.
/// </summary>
/// <param name="Request">What was asked, without keys or signatures: <c>GET /api/v5/trade/order clOrdId=pb...</c>.</param>
/// <param name="Answer">The venue's answer, code and text, cut to <see cref="MaxAnswer"/> characters.</param>
/// <param name="At">Market time of the answer.</param>
public sealed record VenueProof(string Request, string Answer, DateTimeOffset At)
{
    public const int MaxAnswer = 500;

    public string Answer { get; } = Answer.Length <= MaxAnswer ? Answer : Answer[..MaxAnswer];

    public override string ToString() => $"{Request}: {Answer}";
}
