namespace PropBot.Simulator.Okx;

/// <summary>
/// Sequence numbers of a book: they rise, yet not by one. Source: OKX API v5 guide, "Order book channel", Sequence ID, read
/// 2026-11-22: an update belongs to the one whose <c>seqId</c> is its <c>prevSeqId</c>; nothing else may be assumed.
/// </summary>
internal static class OkxSequence
{
    /// <summary>What <c>prevSeqId</c> says in a snapshot.</summary>
    public const long None = -1;

    private const long Step = 7;
    private const long First = 1_000;

    public static long Of(long updateId) => First + (updateId * Step);
}
