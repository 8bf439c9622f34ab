using PropBot.Host.Localization;

namespace PropBot.Host.Surface;

public enum FeedKind
{
    /// <summary>The built-in market model: nothing of it ever happened.</summary>
    Model = 1,

    /// <summary>Recorded prices; the books are spread around them by measured spreads and depth.</summary>
    Recorded = 2,

    /// <summary>The venues' own market data.</summary>
    Venue = 3,
}

/// <summary>What market the bot trades on, so that nobody takes a simulated profit for a real one.</summary>
public sealed record FeedDescription
{
    /// <summary><c>paper</c>, <c>testnet</c> or <c>live</c>.</summary>
    public required string Profile { get; init; }

    public required FeedKind Kind { get; init; }

    /// <summary>Short name: <c>model</c> or the recording's name.</summary>
    public required string Name { get; init; }

    public string? RecordingPath { get; init; }

    /// <summary>Market seconds per real second.</summary>
    public decimal Speed { get; init; } = 1m;

    /// <summary>Seed of the model and of the simulated venues; null when nothing is drawn.</summary>
    public long? Seed { get; init; }

    /// <summary>One sentence for the page's head: what market this is and what of it is simulated.</summary>
    public required LocalText Sentence { get; init; }

    /// <summary>What else people should know: lines of the recording that were skipped, where it ended, ...</summary>
    public IReadOnlyList<LocalText> Notices { get; init; } = [];
}

/// <summary>The description as it is now; its notices may grow while a recording is read.</summary>
public interface IFeedDescriptionSource
{
    FeedDescription Current { get; }
}
