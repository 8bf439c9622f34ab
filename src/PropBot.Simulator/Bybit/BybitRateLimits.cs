using System.Globalization;
using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// How often each endpoint may be asked, in real time: everything together per address, private endpoints per user. Source: Bybit API v5
/// docs, "Rate Limit Rules" and "Error Codes" (HTTP 403), read 2026-11-22.
/// </summary>
internal sealed class BybitRateLimits(VenueContext context)
{
    private const int AddressRequests = 600;
    private const int AddressConnections = 500;

    private static readonly TimeSpan AddressWindow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionWindow = TimeSpan.FromMinutes(5);

    /// <summary>"Wait for at least 10 minutes. The ban will be lifted automatically."</summary>
    private static readonly TimeSpan BanLength = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan UserWindow = TimeSpan.FromSeconds(1);

    /// <summary>Requests a second of a user in the linear category, orders a second for batches.</summary>
    private static readonly Dictionary<string, int> PerSecond = new()
    {
        ["/v5/order/create"] = 10,
        ["/v5/order/amend"] = 10,
        ["/v5/order/cancel"] = 10,
        ["/v5/order/cancel-all"] = 10,
        ["/v5/order/create-batch"] = 10,
        ["/v5/order/amend-batch"] = 10,
        ["/v5/order/cancel-batch"] = 10,
        ["/v5/order/realtime"] = 50,
        ["/v5/order/history"] = 50,
        ["/v5/execution/list"] = 50,
        ["/v5/position/list"] = 50,
        ["/v5/position/set-leverage"] = 10,
        ["/v5/position/switch-mode"] = 10,
        ["/v5/position/add-margin"] = 10,
        ["/v5/account/wallet-balance"] = 50,
        ["/v5/account/transaction-log"] = 25,
        ["/v5/account/fee-rate"] = 5,
        ["/v5/account/info"] = 50,
        ["/v5/account/set-margin-mode"] = 5,
        ["/v5/asset/coin/query-info"] = 5,
        ["/v5/user/query-api"] = 10,

        // Not in the table any more; as its neighbours.
        ["/v5/position/switch-isolated"] = 10,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Address> _addresses = [];
    private readonly Dictionary<(string User, string Path), RollingWindow> _users = [];

    /// <summary>Counts a request of an address; false: it is shut out, for ten minutes from the request that was one too many.</summary>
    public bool AdmitRequest(string address)
    {
        lock (_gate)
        {
            return !context.HasRateLimits || AddressOf(address).Admit(static of => of.Requests, context.Clock);
        }
    }

    /// <summary>Counts a WebSocket of an address. What the venue answers to one too many is not documented; here it is the same 403.</summary>
    public bool AdmitConnection(string address)
    {
        lock (_gate)
        {
            return !context.HasRateLimits || AddressOf(address).Admit(static of => of.Connections, context.Clock);
        }
    }

    /// <summary>Counts a private request and writes the three headers.</summary>
    /// <param name="count">What it costs: of a batch its orders.</param>
    /// <returns>How much of <paramref name="count"/> may go on: the first orders of a batch may while the others may not.</returns>
    public int Spend(HttpContext http, string path, string user, int count)
    {
        if (!PerSecond.TryGetValue(path, out int limit))
        {
            throw new InvalidOperationException($"{path} has no limit");
        }

        lock (_gate)
        {
            if (!_users.TryGetValue((user, path), out RollingWindow? window))
            {
                window = new RollingWindow(context.Clock, limit, UserWindow);
                _users.Add((user, path), window);
            }

            int admitted = context.HasRateLimits ? Math.Min(count, window.Left()) : count;
            window.TrySpend(Math.Min(admitted, window.Left()));

            // The reset is told on the venue's clock, which may run faster than real time.
            TimeSpan wait = admitted < count ? window.UntilFree() * Math.Max(1, context.Clock.Speed) : TimeSpan.Zero;
            IHeaderDictionary headers = http.Response.Headers;
            headers["X-Bapi-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
            headers["X-Bapi-Limit-Status"] = window.Left().ToString(CultureInfo.InvariantCulture);
            headers["X-Bapi-Limit-Reset-Timestamp"] =
                (context.Clock.GetUtcNow() + wait).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            return admitted;
        }
    }

    /// <summary>A shut out address too.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _addresses.Clear();
            _users.Clear();
        }
    }

    private Address AddressOf(string address)
    {
        if (!_addresses.TryGetValue(address, out Address? of))
        {
            of = new Address(
                new RollingWindow(context.Clock, AddressRequests, AddressWindow), new RollingWindow(context.Clock, AddressConnections, ConnectionWindow));
            _addresses.Add(address, of);
        }

        return of;
    }

    private sealed class Address(RollingWindow requests, RollingWindow connections)
    {
        private long? _bannedAt;

        public RollingWindow Requests => requests;

        public RollingWindow Connections => connections;

        public bool Admit(Func<Address, RollingWindow> window, TimeProvider clock)
        {
            if (_bannedAt is { } since && clock.GetElapsedTime(since) < BanLength)
            {
                return false;
            }

            _bannedAt = window(this).TrySpend() ? null : clock.GetTimestamp();
            return _bannedAt is null;
        }
    }
}
