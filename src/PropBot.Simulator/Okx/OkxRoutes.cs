namespace PropBot.Simulator.Okx;

internal delegate Task<OkxReply> OkxEndpoint(OkxRequest request);

/// <summary>What may be asked, and whether it must be signed.</summary>
internal sealed class OkxRoutes
{
    private readonly Dictionary<(string Method, string Path), OkxRoute> _routes = [];
    private readonly HashSet<string> _paths = [];

    public void AddPublic(string method, string path, OkxEndpoint endpoint) => Add(method, path, new OkxRoute(IsPrivate: false, endpoint));

    public void AddPrivate(string method, string path, OkxEndpoint endpoint) => Add(method, path, new OkxRoute(IsPrivate: true, endpoint));

    public OkxRoute? Find(string method, string path) => _routes.GetValueOrDefault((method, path));

    public bool HasPath(string path) => _paths.Contains(path);

    private void Add(string method, string path, OkxRoute route)
    {
        _routes.Add((method, path), route);
        _paths.Add(path);
    }
}

internal sealed record OkxRoute(bool IsPrivate, OkxEndpoint Endpoint);
