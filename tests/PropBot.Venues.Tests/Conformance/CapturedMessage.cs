using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>A message that a venue sent, or its documents show.</summary>
/// <param name="Source">File, and the place in it where it has several.</param>
/// <param name="Kind">
/// What it is: <c>GET /fapi/v1/depth</c> for an answer, <c>push depthUpdate</c> for a push, <c>error</c>, <c>ack</c>. The product of a public
/// address, where it has several, stands behind it: <c>GET /v5/market/tickers linear</c>.
/// </param>
/// <param name="Body">The message alone.</param>
internal sealed record CapturedMessage(VenueId Venue, string Source, string Kind, byte[] Body)
{
    public override string ToString() => $"{Source}: {Kind}";
}
