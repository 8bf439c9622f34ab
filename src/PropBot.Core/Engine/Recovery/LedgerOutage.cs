using PropBot.Core.Values;

namespace PropBot.Core.Engine.Recovery;

/// <summary>A time in which the ledger took no writes: nothing was decided and nothing was sent in it.</summary>
/// <param name="Id">Made of the event that waited; the same outage has the same one.</param>
/// <param name="Cause">What the store said, in English: where, what is wrong, what to do.</param>
/// <param name="Since">UTC of the first commit that failed.</param>
/// <param name="Until">UTC of the commit that succeeded.</param>
/// <param name="Attempts">Commits that failed; none when a single one took that long.</param>
/// <param name="NeverSent">Opening orders that waited so long that their prices were old, or that an operator forbade meanwhile: they were not sent.</param>
public sealed record LedgerOutage(
    string Id, string Cause, DateTimeOffset Since, DateTimeOffset Until, int Attempts, IReadOnlyList<ClientOrderId> NeverSent)
{
    public bool Equals(LedgerOutage? other) =>
        other is not null && Id == other.Id && Cause == other.Cause && Since == other.Since && Until == other.Until
        && Attempts == other.Attempts && NeverSent.SequenceEqual(other.NeverSent);

    public override int GetHashCode() => HashCode.Combine(Id, Cause, Since, Until, Attempts);
}
