using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>
/// A fee that came in another coin freezes its venue: the restriction is kept in the ledger and released by two people, because nothing that comes
/// by itself says that the next fee comes in the settle coin (ADR 0034). Here is what that freeze says of itself, and how it is read back.
/// </summary>
internal static class FeeCoinFreeze
{
    public const string Source = "fee_coin";

    private const string ReasonStart = "fee_in_";

    public static string ReasonOf(Asset coin) => ReasonStart + coin.Code;

    /// <summary>The coin of the latest such fee that nobody has released; null when there is none. Allocates nothing then.</summary>
    public static Asset? CoinOf(ScopeStack scopes, VenueId venue)
    {
        for (int i = scopes.Causes.Count - 1; i >= 0; i--)
        {
            ScopeCause cause = scopes.Causes[i];
            if (cause.Scope == ControlScope.Of(venue) && string.Equals(cause.Source, Source, StringComparison.Ordinal)
                && cause.Reason.StartsWith(ReasonStart, StringComparison.Ordinal))
            {
                return new Asset(cause.Reason[ReasonStart.Length..]);
            }
        }

        return null;
    }
}
