using PropBot.Core.Values;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// The venue's own word that it is being worked on: a part of the link that is down meanwhile, so that nothing opens there. Source: OKX
/// API v5, Status, read 2026-11-22.
/// </summary>
internal sealed class OkxMaintenance(VenueOptions options, VenueClock clock, IVenueLog log, LinkState link, OkxRest rest) : IDisposable
{
    public const string Part = "venue";

    private const string ProductionEnvironment = "1";
    private const string DemoEnvironment = "2";

    /// <summary>How often its end is asked for, should nobody tell it; real time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Signal _begun = new();
    private readonly Dictionary<string, OkxStatus> _ongoing = new(StringComparer.Ordinal);

    public async ValueTask OnStatusAsync(IReadOnlyList<OkxStatus> changes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (OkxStatus change in changes.Where(Concerns))
            {
                if (change.State == "ongoing")
                {
                    _ongoing[KeyOf(change)] = change;
                }
                else
                {
                    _ongoing.Remove(KeyOf(change));
                }
            }
        }

        await TellAsync(cancellationToken);
    }

    /// <summary>Asks for the end of what goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await TellAsync(cancellationToken);
        while (true)
        {
            await _begun.WaitAsync(cancellationToken);
            while (IsOngoing)
            {
                await Task.Delay(Interval, clock.Time, cancellationToken);
                await AskAsync(cancellationToken);
            }
        }
    }

    public void Dispose() => _begun.Dispose();

    private bool IsOngoing
    {
        get
        {
            lock (_lock)
            {
                return _ongoing.Count > 0;
            }
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxStatus> answer = await rest.GetPublicAsync(
            "status", RequestLane.Data, rest.Budgets.Status, "/api/v5/system/status?state=ongoing", OkxJson.Default.OkxReplyOkxStatus, cancellationToken);
        if (answer is not OkxAnswer<OkxStatus>.Ok { Items: var items })
        {
            return;
        }

        lock (_lock)
        {
            _ongoing.Clear();
            foreach (OkxStatus item in items.Where(i => i.State == "ongoing" && Concerns(i)))
            {
                _ongoing[KeyOf(item)] = item;
            }
        }

        await TellAsync(cancellationToken);
    }

    private async ValueTask TellAsync(CancellationToken cancellationToken)
    {
        OkxStatus? first;
        lock (_lock)
        {
            first = _ongoing.Values.FirstOrDefault();
        }

        if (first is null)
        {
            await link.PartUpAsync(Part, cancellationToken);
            return;
        }

        string until = WireText.Milliseconds(first.End) is { } end ? $" until {end:yyyy-MM-dd HH:mm} UTC" : "";
        log.Warning(VenueId.OkxPerp, $"maintenance: {first.Title}{until}");
        _begun.Set();
        await link.PartLostAsync(Part, $"maintenance{until}: {first.Title}", cancellationToken);
    }

    /// <summary>Streams and trading of our environment; block trades, bots, spreads and copies are not ours.</summary>
    private bool Concerns(OkxStatus status) =>
        status.ServiceType is "0" or "1" or "4" or "5"
        && (string.IsNullOrEmpty(status.Env) || status.Env == (options.Demo ? DemoEnvironment : ProductionEnvironment));

    private static string KeyOf(OkxStatus status) => $"{status.ServiceType} {status.Begin}";
}
