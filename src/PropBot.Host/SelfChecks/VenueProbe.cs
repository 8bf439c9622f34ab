using System.Globalization;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Runtime;
using PropBot.Host.Worlds;
using PropBot.Venues;

namespace PropBot.Host.SelfChecks;

/// <summary>
/// One venue as a run would find it: its time, its streams and account by the real adapter, which reads only, and the rights of our key. A
/// bot that trades there meanwhile notices nothing.
/// </summary>
/// <param name="wanted">How our account shall be set there; null where nothing is configured.</param>
internal sealed class VenueProbe(VenueOptions venue, MarginTerms? wanted, bool sendsOrders, TimeProvider time) : IVenueSink
{
    /// <summary>Connecting takes several requests, each of which may be tried twice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _lastReason = "nothing was heard of it";
    private volatile int _instruments;

    private string Name => $"venue.{venue.Venue}";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        ClockReading clock = await new ClockCheck(handler, time).ReadAsync(venue, cancellationToken);
        results.Add(CheckResult.Of($"{Name}.rest", clock.Trouble is null, clock.Trouble ?? $"{venue.RestAddress.Authority} answers", "answers within 5 s"));
        if (clock.Trouble is not null)
        {
            return results;
        }

        string offset = $"{WireNumber.Format(Math.Round((decimal)clock.Offset.TotalSeconds, 1, MidpointRounding.ToZero))} s";
        results.Add(CheckResult.Of($"{Name}.clock", !clock.IsFarOff, offset, $"at most {ClockCheck.FarthestOff.TotalSeconds:0} s from this machine's"));
        await using var adapters = new VenueAdapters([venue with { ReadOnly = true }], new VenueClock(time, time.GetTimestamp()), SilentVenueLog.Instance);
        adapters.Start(this);
        bool isUp = await Task.WhenAny(_up.Task, Task.Delay(Patience, time, cancellationToken)) == _up.Task;
        cancellationToken.ThrowIfCancellationRequested();
        results.Add(CheckResult.Of(
            $"{Name}.streams", isUp, isUp ? $"public and private stream up, {_instruments} instruments, account read" : _lastReason, $"up within {Patience.TotalSeconds:0} s"));
        results.Add(await RightsAsync(adapters.ById[venue.Venue], cancellationToken));
        if (isUp && wanted is { } terms)
        {
            results.Add(await SettingsAsync(adapters.ById[venue.Venue], terms, cancellationToken));
        }

        return results;
    }

    ValueTask IVenueSink.PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        switch (engineEvent)
        {
            case InstrumentsLoaded loaded:
                _instruments = loaded.Instruments.Count;
                break;
            case VenueLinkChanged { Link: VenueLink.Up }:
                _up.TrySetResult();
                break;
            case VenueLinkChanged changed:
                _lastReason = changed.Reason;
                break;
        }

        return default;
    }

    DepthSlot IVenueSink.DepthOf(Instrument instrument) => new(instrument, _ => { });

    private async Task<CheckResult> RightsAsync(IVenueAdapter adapter, CancellationToken cancellationToken)
    {
        string threshold = sendsOrders ? "the key may trade" : "the key is known (this run would send no orders)";
        return await adapter.QueryRightsAsync(cancellationToken) switch
        {
            RightsLookup.Found { Rights: var rights } => new CheckResult(
                $"{Name}.rights", rights.MayTrade ? CheckVerdict.Ok : sendsOrders ? CheckVerdict.Failed : CheckVerdict.Warning,
                $"{(rights.MayTrade ? "may trade" : "may not trade")}: {rights.Detail}", threshold),
            RightsLookup.Failed { Reason: var reason } => CheckResult.Of($"{Name}.rights", ok: false, reason, threshold),
            _ => throw new System.Diagnostics.UnreachableException("a third kind of answer"),
        };
    }

    /// <summary>A start sets what the venue lets it set, so a difference is no failure of the start. An obstacle is: only a person takes it away at the venue.</summary>
    private async Task<CheckResult> SettingsAsync(IVenueAdapter adapter, MarginTerms terms, CancellationToken cancellationToken)
    {
        string threshold = $"{AccountSettingsWords.Of(terms)} on every instrument; a start that sends orders sets it";
        return await adapter.QuerySettingsAsync(cancellationToken) switch
        {
            SettingsLookup.Found { Settings: var told } => Compared(told, terms, threshold),
            SettingsLookup.Failed { Reason: var reason } => CheckResult.Of($"{Name}.account_settings", ok: false, reason, threshold),
            _ => throw new System.Diagnostics.UnreachableException("a third kind of answer"),
        };
    }

    private CheckResult Compared(AccountSettings told, MarginTerms terms, string threshold)
    {
        string differences = AccountSettingsWords.Differences(told, terms);
        bool isBlocked = sendsOrders && told.Instruments.Any(i => i.Obstacle is not null);
        string at = time.GetUtcNow().UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return new CheckResult(
            $"{Name}.account_settings", differences.Length == 0 ? CheckVerdict.Ok : isBlocked ? CheckVerdict.Failed : CheckVerdict.Warning,
            $"{(differences.Length == 0 ? $"as configured on {told.Instruments.Count} instruments" : differences)}, read {at} UTC", threshold);
    }
}
