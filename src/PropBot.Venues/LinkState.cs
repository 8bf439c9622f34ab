using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Puts together what the parts of a connection say (<c>setup</c>, <c>private</c>, <c>public</c>) and tells the sink when the whole
/// changes: <see cref="VenueLink.Up"/> when every part is up, <see cref="VenueLink.Down"/> while the setup fails,
/// <see cref="VenueLink.Connecting"/> otherwise.
/// </summary>
/// <param name="parts">The parts besides the setup; all of them are down at first.</param>
public sealed class LinkState(VenueId venue, IVenueSink sink, params IReadOnlyList<string> parts) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly HashSet<string> _up = new(StringComparer.Ordinal);
    private (VenueLink Link, string Reason)? _told;

    /// <summary>Nothing is up without a setup.</summary>
    public ValueTask SetupFailedAsync(string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                _up.Clear();
                return (VenueLink.Down, reason);
            },
            cancellationToken);

    public ValueTask PartUpAsync(string part, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                _up.Add(part);
                return Whole($"waiting for {string.Join(", ", parts.Where(p => !_up.Contains(p)))}");
            },
            cancellationToken);

    public ValueTask PartLostAsync(string part, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                _up.Remove(part);
                return Whole($"{part}: {reason}");
            },
            cancellationToken);

    /// <summary>Every part is down until it says otherwise.</summary>
    public ValueTask AllLostAsync(string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                _up.Clear();
                return Whole(reason);
            },
            cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private (VenueLink Link, string Reason) Whole(string reason) =>
        parts.All(_up.Contains) ? (VenueLink.Up, "") : (VenueLink.Connecting, reason);

    private async ValueTask ChangeAsync(Func<(VenueLink Link, string Reason)> change, CancellationToken cancellationToken)
    {
        // The event is told inside, so that the engine hears changes in the order in which they happened.
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            (VenueLink Link, string Reason) now = change();
            if (_told != now)
            {
                _told = now;
                await sink.PublishAsync(new VenueLinkChanged(venue, now.Link, now.Reason), cancellationToken);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
