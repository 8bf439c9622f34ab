using System.Net.Sockets;

namespace PropBot.Testing.Postgres;

/// <summary>When the connection of a commit breaks.</summary>
public enum CutAt
{
    /// <summary>The server never gets the commit, so it undoes the transaction.</summary>
    BeforeCommit = 1,

    /// <summary>The server commits; its answer does not arrive.</summary>
    AfterCommit = 2,
}

/// <summary>Passes bytes between a client and a server's Unix socket, and breaks the connection of one commit when it is told to.</summary>
public sealed class CuttingRelay : IDisposable
{
    private const string SocketName = ".s.PGSQL.5432";
    private const int BufferSize = 16_384;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _server;
    private int _cut;

    public CuttingRelay(string serverFolder)
    {
        _server = Path.Combine(serverFolder, SocketName);
        Folder = Directory.CreateTempSubdirectory("propbot-relay-").FullName;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, SocketName)));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>The host of a connection through it.</summary>
    public string Folder { get; }

    /// <summary>The next commit meets this, and only that one.</summary>
    public void CutNext(CutAt at) => Volatile.Write(ref _cut, (int)at);

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
                var answers = new Answers();
                await Task.WhenAny(RequestsAsync(client, server, answers), AnswersAsync(server, client, answers));
            }
            catch (SocketException)
            {
                // The server is not there: the client sees its connection end.
            }
        }
    }

    private async Task RequestsAsync(Socket client, Socket server, Answers answers)
    {
        byte[] buffer = new byte[BufferSize];
        for (int read = await client.ReceiveAsync(buffer); read > 0; read = await client.ReceiveAsync(buffer))
        {
            CutAt cut = buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0 ? (CutAt)Interlocked.Exchange(ref _cut, 0) : default;
            if (cut == CutAt.BeforeCommit)
            {
                return;
            }

            answers.AreWithheld |= cut == CutAt.AfterCommit;
            await server.SendAsync(buffer.AsMemory(0, read));
        }
    }

    private static async Task AnswersAsync(Socket server, Socket client, Answers answers)
    {
        byte[] buffer = new byte[BufferSize];
        for (int read = await server.ReceiveAsync(buffer); read > 0 && !answers.AreWithheld; read = await server.ReceiveAsync(buffer))
        {
            await client.SendAsync(buffer.AsMemory(0, read));
        }
    }

    /// <summary>What becomes of a connection's answers.</summary>
    private sealed class Answers
    {
        private volatile bool _areWithheld;

        /// <summary>The next one ends the connection and does not get through.</summary>
        public bool AreWithheld
        {
            get => _areWithheld;
            set => _areWithheld = value;
        }
    }
}
