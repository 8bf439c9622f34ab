using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>
/// What the bot trades in: venues at addresses, with keys, and the time of that market. Paper, testnet and live differ in this
/// and in nothing else.
/// </summary>
public interface ITradingWorld : IFeedDescriptionSource, IAsyncDisposable
{
    /// <summary>Its UTC time is the market's; its timestamps and timers are real.</summary>
    TimeProvider Time { get; }

    IReadOnlyList<VenueOptions> Venues { get; }

    /// <summary>What the ledger of this world must not be mixed with: another feed, another recording, another profile.</summary>
    string Identity { get; }

    /// <summary>Ends only if the world breaks down.</summary>
    Task Completion { get; }
}
