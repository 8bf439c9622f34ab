using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Okx;

/// <summary>
/// OKX API v5 for perpetual swaps: USDT-margined, cross and isolated margin, net and long-short positions. Source: OKX API v5 guide, read 2026-11-22.
/// </summary>
internal sealed class OkxProtocol : ISimulatedProtocol
{
    private const string PublicPath = "/ws/v5/public";
    private const string PrivatePath = "/ws/v5/private";

    // Candles live on a socket of their own.
    private const string BusinessPath = "/ws/v5/business";

    private readonly VenueContext _context;
    private readonly OkxRoutes _routes = new();
    private readonly OkxStreams _streams;
    private readonly OkxRateLimits _limits;

    public OkxProtocol(VenueContext context)
    {
        _context = context;
        _limits = new OkxRateLimits(context);
        var contracts = new OkxContracts(context.VenueOnLoop.Instruments);
        _streams = new OkxStreams(context, contracts);
        new OkxPublicEndpoints(context, contracts, _streams).AddTo(_routes);
        new OkxCandles(context, contracts, _streams).AddTo(_routes);
        new OkxTradeEndpoints(context, contracts, _streams.View).AddTo(_routes);
        new OkxAccountEndpoints(context, contracts, _streams.View).AddTo(_routes);
        new OkxSettingsEndpoints(context, contracts).AddTo(_routes);
    }

    public VenueId Venue => _context.Venue;

    public VenueAddresses AddressesAt(Uri listener)
    {
        var stream = new UriBuilder(listener) { Scheme = "ws" };
        return new VenueAddresses(listener, stream.Uri, stream.Uri);
    }

    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        return context.WebSockets.IsWebSocketRequest && path is PublicPath or PrivatePath or BusinessPath
            ? _streams.AcceptAsync(context, isPrivatePath: path == PrivatePath)
            : HandleRestAsync(context, path);
    }

    public Task AnswerFaultAsync(HttpContext context, RequestFault fault) => fault switch
    {
        RequestFault.Malformed => AnswerAsync(context, OkxReply.Refused(OkxErrors.JsonBroken, 400), default),
        RequestFault.Stopping => AnswerAsync(context, OkxReply.Refused(OkxErrors.Offline, 503), default),
        _ => AnswerAsync(context, OkxReply.Refused(OkxErrors.SystemBusy, 500), default),
    };

    public void OnBook(BookUpdate update) => _streams.Of(update.Instrument.Id.Symbol).OnBook();

    public void OnTrade(in PublicTrade trade) => _streams.Of(trade.Symbol).OnTrade(in trade);

    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state) => _streams.Of(instrument.Id.Symbol).OnMark();

    public void OnInstrument(InstrumentSetup setup, DateTimeOffset time) => _streams.OnInstrument(setup);

    public void OnAccount(AccountMutation mutation) => _streams.OnAccount(mutation);

    public void Logout(DateTimeOffset now) => _streams.Logout();

    public void ForgetRequests()
    {
        _limits.Forget();
        _streams.ForgetConnections();
    }

    public void OnTime(DateTimeOffset now) => _streams.OnTime(now);

    private async Task HandleRestAsync(HttpContext context, string path)
    {
        DateTimeOffset arrived = _context.Clock.GetUtcNow();
        if (_routes.Find(context.Request.Method, path) is not { } route)
        {
            OkxReply no = _routes.HasPath(path) ? OkxReply.Refused(OkxErrors.RequestMethod, 405) : OkxReply.Refused(OkxErrors.NotFound, 404);
            await AnswerAsync(context, no, arrived);
            return;
        }

        RequestText text = await RequestText.ReadAsync(context.Request);
        SimulatedAccountOptions? account = null;
        if (route.IsPrivate && CheckSignature(context.Request, path, text, out account) is { } unauthorized)
        {
            await AnswerAsync(context, OkxReply.Refused(unauthorized, 401), arrived);
            return;
        }

        if (route.IsPrivate && HttpMethods.IsPost(context.Request.Method) && !_context.Accounts.MayTrade)
        {
            await AnswerAsync(context, OkxReply.Refused(OkxErrors.KeyMayNot, 401), arrived);
            return;
        }

        if (ReadBody(context.Request, text, out JsonDocument? body) is { } unreadable)
        {
            await AnswerAsync(context, OkxReply.Refused(unreadable, 400), arrived);
            return;
        }

        using (body)
        {
            var request = new OkxRequest(text.Query, body?.RootElement, account);
            OkxReply reply = _limits.Spend(route, request, account?.ApiKey ?? ClientAddress.Of(context)) ?? await route.Endpoint(request);
            await AnswerAsync(context, reply, arrived);
        }
    }

    private OkxError? CheckSignature(HttpRequest request, string path, RequestText text, out SimulatedAccountOptions? account)
    {
        var signed = new OkxSignedRequest(
            request.Headers["OK-ACCESS-KEY"],
            request.Headers["OK-ACCESS-SIGN"],
            request.Headers["OK-ACCESS-TIMESTAMP"],
            request.Headers["OK-ACCESS-PASSPHRASE"],
            request.Method,
            text.Query.Length > 0 ? $"{path}?{text.Query}" : path,
            text.Body);

        // The window is in real time; a fast market's clock passes it sooner.
        TimeSpan window = OkxSignature.Window * Math.Max(1, _context.Clock.Speed);
        return OkxSignature.CheckRequest(signed, _context.Accounts, _context.Clock.GetUtcNow(), window, out account);
    }

    private static OkxError? ReadBody(HttpRequest request, RequestText text, out JsonDocument? body)
    {
        body = null;
        if (!HttpMethods.IsPost(request.Method))
        {
            return null;
        }

        if (text.Body.Length == 0)
        {
            return OkxErrors.BodyEmpty;
        }

        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return OkxErrors.ContentType;
        }

        try
        {
            body = JsonDocument.Parse(text.Body);
            return null;
        }
        catch (JsonException)
        {
            return OkxErrors.JsonBroken;
        }
    }

    private async Task AnswerAsync(HttpContext context, OkxReply reply, DateTimeOffset arrived)
    {
        byte[] body = reply.Write(arrived, _context.Clock.GetUtcNow());
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
