using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>What market the bot trades on.</summary>
internal sealed record FeedResponse
{
    public required string Profile { get; init; }

    public required FeedKind Kind { get; init; }

    public required string Name { get; init; }

    public string? Recording { get; init; }

    public required decimal Speed { get; init; }

    public long? Seed { get; init; }

    public required SentenceResponse Sentence { get; init; }

    public required IReadOnlyList<SentenceResponse> Notices { get; init; }

    public static FeedResponse Of(FeedDescription feed) => new()
    {
        Profile = feed.Profile,
        Kind = feed.Kind,
        Name = feed.Name,
        Recording = feed.RecordingPath,
        Speed = feed.Speed,
        Seed = feed.Seed,
        Sentence = new SentenceResponse(feed.Sentence.English, feed.Sentence.Russian),
        Notices = [.. feed.Notices.Select(n => new SentenceResponse(n.English, n.Russian))],
    };
}

internal sealed record SentenceResponse(string En, string Ru);
