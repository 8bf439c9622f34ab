namespace PropBot.Venues.Rest;

/// <summary>One request, before its rate-limit tokens are taken.</summary>
/// <param name="Name">For people: <c>place order</c>.</param>
/// <param name="Charges">What it costs, in every budget it draws from.</param>
/// <param name="Build">Makes the message once the tokens are there, so that its signature is fresh.</param>
public sealed record RestRequest(
    string Name, RequestLane Lane, IReadOnlyList<RateCharge> Charges, Func<HttpRequestMessage> Build);

public readonly record struct RateCharge(RateBudget Budget, int Weight);
