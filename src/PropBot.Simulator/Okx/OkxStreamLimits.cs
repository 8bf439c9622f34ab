using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Okx;

/// <summary>
/// What a WebSocket client may do how often, in real time. Source: OKX API v5 guide, Overview, WebSocket, Connect ("3 requests per second
/// (based on IP)"; "limited to 480 times per hour"), read 2026-11-22.
/// </summary>
/// <remarks>The guide does not say what one connection too many is answered: here it is HTTP 429 without a body.</remarks>
internal sealed class OkxStreamLimits(VenueContext context)
{
    private const int ConnectionsPerSecond = 3;
    private const int RequestsPerHour = 480;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RollingWindow> _addresses = [];

    public bool AdmitConnection(string address)
    {
        lock (_gate)
        {
            if (!_addresses.TryGetValue(address, out RollingWindow? window))
            {
                window = new RollingWindow(context.Clock, ConnectionsPerSecond, TimeSpan.FromSeconds(1));
                _addresses.Add(address, window);
            }

            return window.TrySpend() || !context.HasRateLimits;
        }
    }

    public void ForgetConnections()
    {
        lock (_gate)
        {
            _addresses.Clear();
        }
    }

    /// <summary>What one connection may log in, subscribe and unsubscribe.</summary>
    public RollingWindow OfConnection() => new(context.Clock, RequestsPerHour, TimeSpan.FromHours(1));
}
