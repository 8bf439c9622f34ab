namespace PropBot.Simulator.Okx;

internal delegate Task<OkxReply> OkxEndpoint(OkxRequest request);

/// <summary>What may be asked, and whether it must be signed.</summary>
internal sealed class OkxRoutes
{
    private readonly Dictionary<(string Method, string Path), OkxRoute> _routes = [];
    private readonly HashSet<string> _paths = [];

    public void AddPublic(string method, string path, OkxEndpoint endpoint) => Add(method, path, isPrivate: false, endpoint);

    public void AddPrivate(string method, string path, OkxEndpoint endpoint) => Add(method, path, isPrivate: true, endpoint);

    public OkxRoute? Find(string method, string path) => _routes.GetValueOrDefault((method, path));

    public bool HasPath(string path) => _paths.Contains(path);

    private void Add(string method, string path, bool isPrivate, OkxEndpoint endpoint)
    {
        _routes.Add((method, path), new OkxRoute(method, path, isPrivate, endpoint) { Limit = OkxLimit.Of(method, path) });
        _paths.Add(path);
    }
}

internal sealed record OkxRoute(string Method, string Path, bool IsPrivate, OkxEndpoint Endpoint)
{
    public required OkxLimit Limit { get; init; }
}
