using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>The venues themselves, with real time: the profiles testnet and live.</summary>
public sealed class VenueWorld : ITradingWorld
{
    private VenueWorld(string profile, IReadOnlyList<VenueOptions> venues, FeedDescription description)
    {
        Identity = profile;
        Venues = venues;
        Current = description;
    }

    public TimeProvider Time => TimeProvider.System;

    public IReadOnlyList<VenueOptions> Venues { get; }

    /// <summary>The profile: keys are renewed, so they do not name the accounts.</summary>
    public string Identity { get; }

    public FeedDescription Current { get; }

    public Task Completion { get; } = new TaskCompletionSource().Task;

    /// <summary>Asks every venue for its clock first.</summary>
    /// <exception cref="ConfigException">Our clock is far off.</exception>
    public static async Task<VenueWorld> OpenAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        var check = new ClockCheck(handler, TimeProvider.System);
        var faults = new List<ConfigFault>();
        var notices = new List<LocalText>();
        if (settings.Orders.Why is { } why)
        {
            notices.Add(why);
        }

        ClockReading[] readings = await Task.WhenAll(settings.Venues.Select(v => check.ReadAsync(v, cancellationToken)));
        foreach (ClockReading reading in readings)
        {
            AddReading(reading, faults, notices);
        }

        string profile = settings.Config.Profile;
        notices.AddRange(settings.Venues.Where(v => !IsPublished(v, profile)).Select(v => new LocalText(
            $"{v.Venue} is reached at {v.RestAddress.Authority}, not at the address that it publishes.",
            $"{v.Venue}: используется адрес {v.RestAddress.Authority}, а не опубликованный биржей.")));
        return faults.Count > 0
            ? throw new ConfigException(faults)
            : new VenueWorld(profile, settings.Venues, Describe(profile, notices));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void AddReading(ClockReading reading, List<ConfigFault> faults, List<LocalText> notices)
    {
        if (reading.Trouble is { } trouble)
        {
            notices.Add(new LocalText(
                $"{reading.Venue} did not answer at the start ({trouble}): its link comes up when it does.",
                $"{reading.Venue} не ответила при запуске ({trouble}): связь установится, когда ответит."));
        }
        else if (reading.IsFarOff)
        {
            string seconds = WireNumber.Format(Math.Round((decimal)reading.Offset.TotalSeconds, 1, MidpointRounding.ToZero));
            string limit = WireNumber.Format((decimal)ClockCheck.FarthestOff.TotalSeconds);
            faults.Add(new ConfigFault($"clock against {reading.Venue}", $"it is {seconds} s ahead of this machine's, at most {limit} s will do: set this machine's clock (NTP)"));
        }
    }

    private static bool IsPublished(VenueOptions venue, string profile)
    {
        VenueEndpoints published = PublishedAddresses.Of(venue.Venue, profile);
        return venue.RestAddress.Authority == published.Rest.Authority && venue.PublicStreamAddress.Authority == published.PublicStream.Authority;
    }

    private static FeedDescription Describe(string profile, IReadOnlyList<LocalText> notices) => new()
    {
        Profile = profile,
        Kind = FeedKind.Venue,
        Name = profile,
        Sentence = profile == "live"
            ? new LocalText("LIVE: the venues' own market and real money.", "LIVE: рынок самих бирж и настоящие деньги.")
            : new LocalText("Testnet: the venues' own test markets and play money.", "Testnet: тестовые рынки самих бирж, деньги не настоящие."),
        Notices = notices,
    };
}
