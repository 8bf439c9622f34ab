using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>
/// Goal: every message of a venue in the recorded data, captured or documented, is read by what reads it in production, with the values
/// that stand in it, or is left for a reason that somebody has reviewed; and each field of what is read is read or reviewed too.
/// </summary>
/// <remarks>
/// A message without a rule fails, so does a rule without a message; a field that no reader looks at fails unless it stands in
/// <c>BinanceUnread.txt</c>, <c>OkxUnread.txt</c> or <c>BybitUnread.txt</c>, so does a line there that nothing matches. Who gives a wire type
/// another property takes its line out, who reads another endpoint turns its rule from <c>Leave</c> to <c>As</c>.
/// </remarks>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Binance_EveryMessage_IsReadOrLeftForAReason() => AssertCounts(
        Catalogue.Check(VenueId.BinanceUm, BinanceCatalogue.Rules, "BinanceUnread.txt", output), messages: 293_787, readAtLeast: 7_421);

    [Fact]
    public void Okx_EveryMessage_IsReadOrLeftForAReason() => AssertCounts(
        Catalogue.Check(VenueId.OkxPerp, OkxCatalogue.Rules, "OkxUnread.txt", output), messages: 471, readAtLeast: 312);

    [Fact]
    public void Bybit_EveryMessage_IsReadOrLeftForAReason() => AssertCounts(
        Catalogue.Check(VenueId.BybitLinear, BybitCatalogue.Rules, "BybitUnread.txt", output), messages: 2_222, readAtLeast: 1_941);

    /// <summary>The recorded data does not change: another number is a message that was lost, or a rule that swallows what was read.</summary>
    private static void AssertCounts((int Read, int Left) counted, int messages, int readAtLeast)
    {
        Assert.Equal(messages, counted.Read + counted.Left);
        Assert.True(counted.Read >= readAtLeast, $"{counted.Read} messages are read, {readAtLeast} were");
    }
}
