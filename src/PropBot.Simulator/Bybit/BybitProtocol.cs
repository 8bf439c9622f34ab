using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// Bybit API v5 for USDT perpetuals (category linear) of a unified account, in both position modes, with cross
/// and isolated margin. Source: Bybit API v5
/// docs, read 2026-11-22.
/// </summary>
internal sealed class BybitProtocol : ISimulatedProtocol
{
    private const string PublicPath = "/v5/public/linear";
    private const string PrivatePath = "/v5/private";

    private readonly VenueContext _context;
    private readonly BybitRoutes _routes = new();
    private readonly BybitStreams _streams;
    private readonly BybitRateLimits _limits;

    public BybitProtocol(VenueContext context)
    {
        _context = context;
        _limits = new BybitRateLimits(context);
        var contracts = new BybitContracts(context.VenueOnLoop.Instruments);
        _streams = new BybitStreams(context, contracts);
        new BybitPublicEndpoints(context, contracts, _streams).AddTo(_routes);
        new BybitKlines(context, contracts, _streams).AddTo(_routes);
        new BybitTradeEndpoints(context, contracts, _streams.View).AddTo(_routes);
        new BybitAccountEndpoints(context, contracts, _streams.View).AddTo(_routes);
        new BybitSettingsEndpoints(context, contracts).AddTo(_routes);
    }

    public VenueId Venue => _context.Venue;

    public VenueAddresses AddressesAt(Uri listener)
    {
        Uri stream = new UriBuilder(listener) { Scheme = "ws" }.Uri;
        return new VenueAddresses(listener, stream, stream);
    }

    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        string address = ClientAddress.Of(context);
        bool isStream = context.WebSockets.IsWebSocketRequest && path is PublicPath or PrivatePath;
        if (!(isStream ? _limits.AdmitConnection(address) : _limits.AdmitRequest(address)))
        {
            return RefuseAddressAsync(context);
        }

        return isStream ? _streams.AcceptAsync(context, isPrivate: path == PrivatePath) : HandleRestAsync(context, path);
    }

    public Task AnswerFaultAsync(HttpContext context, RequestFault fault) => fault switch
    {
        RequestFault.Malformed => AnswerAsync(context, BybitReply.Refused(BybitErrors.Parameter("malformed request"), 400)),
        RequestFault.Stopping => AnswerAsync(context, BybitReply.Refused(BybitErrors.ServerError, 503)),
        _ => AnswerAsync(context, BybitReply.Refused(BybitErrors.ServerError, 500)),
    };

    public void OnBook(BookUpdate update) => _streams.Of(update.Instrument.Id.Symbol).OnBook();

    public void OnTrade(in PublicTrade trade) => _streams.Of(trade.Symbol).OnTrade(in trade);

    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state) => _streams.Of(instrument.Id.Symbol).OnMark();

    public void OnInstrument(InstrumentSetup setup, DateTimeOffset time) => _streams.OnInstrument(setup);

    public void OnAccount(AccountMutation mutation) => _streams.OnAccount(mutation);

    public void Logout(DateTimeOffset now) => _streams.Logout();

    public void ForgetRequests() => _limits.Forget();

    public void OnTime(DateTimeOffset now) => _streams.OnTime(now);

    /// <summary>The venue's gateway answers this one itself. Source: Bybit API v5 docs, "Rate Limit Rules", read 2026-11-22.</summary>
    private static Task RefuseAddressAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("access too frequent", context.RequestAborted);
    }

    private async Task HandleRestAsync(HttpContext context, string path)
    {
        if (_routes.Find(context.Request.Method, path) is not { } route)
        {
            await AnswerAsync(context, BybitReply.Refused(BybitErrors.PathUnknown, 404));
            return;
        }

        RequestText text = await RequestText.ReadAsync(context.Request);
        bool isPost = HttpMethods.IsPost(context.Request.Method);
        SimulatedAccountOptions? account = null;
        if (route.IsPrivate)
        {
            if (!HasCredentials(context.Request))
            {
                // The venue's gateway answers this one itself, without a body.
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            if (CheckSignature(context.Request, isPost ? text.Body : text.Query, out account) is { } refused)
            {
                await AnswerAsync(context, BybitReply.Refused(refused));
                return;
            }

            if (isPost && !_context.Accounts.MayTrade)
            {
                await AnswerAsync(context, BybitReply.Refused(BybitErrors.KeyMayNot));
                return;
            }
        }

        JsonDocument? body = null;
        if (isPost && !TryParse(text.Body, out body))
        {
            await AnswerAsync(context, BybitReply.Refused(BybitErrors.Parameter("the body is not JSON")));
            return;
        }

        using (body)
        {
            var request = new BybitRequest(text.Query, body?.RootElement, account);
            await AnswerAsync(context, await AdmitAsync(context, path, route, request));
        }
    }

    /// <summary>What is one too many is not carried out: a request, or the last orders of a batch.</summary>
    private async Task<BybitReply> AdmitAsync(HttpContext context, string path, BybitRoute route, BybitRequest request)
    {
        if (!route.IsPrivate)
        {
            return await route.Endpoint(request);
        }

        int cost = request.Batch()?.Count ?? 1;
        int admitted = _limits.Spend(context, path, request.Account, cost);
        return admitted == 0 && cost > 0 ? BybitReply.Refused(BybitErrors.TooFrequent)
            : await route.Endpoint(admitted < cost ? request.WithFirst(admitted) : request);
    }

    private static bool HasCredentials(HttpRequest request) =>
        request.Headers.ContainsKey("X-BAPI-API-KEY")
        && request.Headers.ContainsKey("X-BAPI-SIGN")
        && request.Headers.ContainsKey("X-BAPI-TIMESTAMP");

    private BybitError? CheckSignature(HttpRequest request, string payload, out SimulatedAccountOptions? account)
    {
        var signed = new BybitSignedRequest(
            request.Headers["X-BAPI-API-KEY"],
            request.Headers["X-BAPI-SIGN"],
            request.Headers["X-BAPI-TIMESTAMP"],
            request.Headers["X-BAPI-RECV-WINDOW"],
            payload);
        return BybitSignature.CheckRequest(
            signed, _context.Accounts, _context.Clock.GetUtcNow(), (decimal)Math.Max(1, _context.Clock.Speed), out account);
    }

    private static bool TryParse(string text, out JsonDocument? body)
    {
        try
        {
            body = JsonDocument.Parse(text);
            return body.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            body = null;
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context, BybitReply reply)
    {
        byte[] body = reply.Write(_context.Clock.GetUtcNow());
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
