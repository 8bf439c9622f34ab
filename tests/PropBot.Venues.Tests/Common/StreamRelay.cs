using System.Net;
using System.Net.Sockets;

namespace PropBot.Venues.Tests.Common;

/// <summary>A TCP relay on loopback between a client and a server, so that a test can cut what is connected and keep it cut.</summary>
internal sealed class StreamRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _open = [];
    private readonly Uri _target;
    private readonly Task _accepting;
    private bool _isCut;

    public StreamRelay(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new UriBuilder(_target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Ends every connection; new ones end at once until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _open.ForEach(client => client.Dispose());
            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _isCut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Cut();
        _listener.Dispose();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        TcpClient server = new();
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, _ending.Token);
            lock (_lock)
            {
                if (_isCut)
                {
                    return;
                }

                _open.AddRange([client, server]);
            }

            Task up = client.GetStream().CopyToAsync(server.GetStream(), _ending.Token);
            Task down = server.GetStream().CopyToAsync(client.GetStream(), _ending.Token);
            await await Task.WhenAny(up, down);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Cut, or closed by one of the two.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }
}
