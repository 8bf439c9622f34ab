using System.Net;
using System.Net.Sockets;

namespace PropBot.Venues.Tests.Contract;

/// <summary>A cable to a server on this machine that can be pulled and plugged in again.</summary>
internal sealed class LoopbackProxy : IDisposable
{
    private readonly Uri _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private bool _isPulled;

    public LoopbackProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The target's address with our port.</summary>
    public Uri Address => new UriBuilder(_target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Cuts every connection; new ones are cut at once until <see cref="PlugIn"/>.</summary>
    public void Pull()
    {
        lock (_lock)
        {
            _isPulled = true;
            foreach (TcpClient client in _open)
            {
                client.Close();
            }

            _open.Clear();
        }
    }

    public void PlugIn()
    {
        lock (_lock)
        {
            _isPulled = false;
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        Pull();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ended.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        if (!TryKeep(client, server))
        {
            client.Close();
            return;
        }

        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, _ended.Token);
            Task there = client.GetStream().CopyToAsync(server.GetStream(), _ended.Token);
            Task back = server.GetStream().CopyToAsync(client.GetStream(), _ended.Token);
            await Task.WhenAny(there, back);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException or SocketException or InvalidOperationException)
        {
            // Pulled, or one end has gone.
        }

        client.Close();
        server.Close();
    }

    private bool TryKeep(params ReadOnlySpan<TcpClient> clients)
    {
        lock (_lock)
        {
            if (!_isPulled)
            {
                foreach (TcpClient client in clients)
                {
                    _open.Add(client);
                }
            }

            return !_isPulled;
        }
    }
}
