using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulator.Faults.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Faults;

/// <summary>What happens to a request on its way to the protocol and to its answer on the way back.</summary>
internal sealed class RequestFaults(VenueFaults faults, IWireDialect dialect, SimulatorLoop loop, SimulationClock clock, IReadOnlyList<Instrument> instruments)
{
    private const int Drips = 16;

    private readonly Dictionary<Symbol, string> _nativeNames = instruments.ToDictionary(one => one.Id.Symbol, one => one.NativeSymbol);

    public async Task HandleAsync(HttpContext context, RequestDelegate handle)
    {
        HttpRequest request = context.Request;
        if (request.Path.Value == dialect.StatusPath && HttpMethods.IsGet(request.Method))
        {
            ActiveFault? maintenance = faults.On(FaultKind.Maintenance, clock.GetUtcNow());
            await dialect.Status(maintenance?.Begins, maintenance?.Ends).SendAsync(context);
            return;
        }

        if (!faults.HasRequestFaults)
        {
            await handle(context);
            return;
        }

        faults.CountRequest();
        IReadOnlyList<ActiveFault> struck = faults.StrikeRequest(await FitsAsync(context), clock.GetUtcNow());
        if (struck.Count == 0)
        {
            await handle(context);
        }
        else if (await PassesAsync(context, struck))
        {
            await AnswerAsync(context, handle, struck);
        }
    }

    /// <summary>What happens before the venue sees the request.</summary>
    /// <returns>False when it never does.</returns>
    private async Task<bool> PassesAsync(HttpContext context, IReadOnlyList<ActiveFault> struck)
    {
        foreach (ActiveFault fault in struck)
        {
            DateTimeOffset now = clock.GetUtcNow();
            switch (fault.Kind)
            {
                case FaultKind.Latency:
                    await loop.DelayAsync(fault.Rule.EffectiveDelay, context.RequestAborted);
                    break;
                case FaultKind.Jitter:
                    await loop.DelayAsync(fault.Rule.EffectiveDelay * faults.Draw(fault), context.RequestAborted);
                    break;
                case FaultKind.ConnectionReset:
                    context.Abort();
                    return false;
                case FaultKind.TimeoutBeforeAcceptance:
                    await HoldAsync(context, fault);
                    return false;
                case FaultKind.ServerErrorBeforeAcceptance:
                    await dialect.ServerError(fault.Rule.Status, isAfter: false, now).SendAsync(context);
                    return false;
                case FaultKind.RateLimited:
                    await dialect.RateLimited(fault.Rule.EffectiveDelay, now).SendAsync(context);
                    return false;
                case FaultKind.Banned:
                    await dialect.Banned(fault.Rule.EffectiveDelay, now).SendAsync(context);
                    return false;
                case FaultKind.Maintenance:
                    await dialect.Maintenance(now).SendAsync(context);
                    return false;
                default:
                    break;
            }
        }

        return true;
    }

    /// <summary>The venue carries it out; what of the answer reaches the client?</summary>
    private async Task AnswerAsync(HttpContext context, RequestDelegate handle, IReadOnlyList<ActiveFault> struck)
    {
        IHttpResponseBodyFeature real = context.Features.Get<IHttpResponseBodyFeature>()!;
        using var answer = new MemoryStream();
        var kept = new StreamResponseBodyFeature(answer);
        context.Features.Set<IHttpResponseBodyFeature>(kept);
        try
        {
            await handle(context);
            await kept.CompleteAsync();
        }
        finally
        {
            context.Features.Set(real);
        }

        byte[] body = answer.ToArray();
        TimeSpan drip = TimeSpan.Zero;
        foreach (ActiveFault fault in struck)
        {
            switch (fault.Kind)
            {
                case FaultKind.TimeoutAfterAcceptance:
                    await HoldAsync(context, fault);
                    return;
                case FaultKind.AckLost:
                    context.Abort();
                    return;
                case FaultKind.ServerErrorAfterAcceptance:
                    await dialect.ServerError(fault.Rule.Status, isAfter: true, clock.GetUtcNow()).SendAsync(context);
                    return;
                case FaultKind.TruncatedAnswer:
                    body = body[..(body.Length / 2)];
                    break;
                case FaultKind.UnknownStatus:
                    body = Edit(body, dialect.RenameStatus);
                    break;
                case FaultKind.StaleSnapshot:
                    body = Edit(body, root => MessageEdits.MakeStale(root, dialect, fault.Rule.EffectiveSize, fault.Rule.EffectiveDelay));
                    break;
                case FaultKind.SlowDrip:
                    drip = fault.Rule.EffectiveDelay;
                    break;
                default:
                    break;
            }
        }

        await SendAsync(context, body, drip);
    }

    private async Task SendAsync(HttpContext context, byte[] body, TimeSpan drip)
    {
        context.Response.ContentLength = body.Length;
        if (drip == TimeSpan.Zero)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        int piece = Math.Max(1, body.Length / Drips);
        for (int sent = 0; sent < body.Length; sent += piece)
        {
            await loop.DelayAsync(drip / Drips, context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(sent, Math.Min(piece, body.Length - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Nothing is said until the client has had enough or the time is over; then the connection is reset.</summary>
    private async Task HoldAsync(HttpContext context, ActiveFault fault)
    {
        await loop.DelayAsync(fault.Rule.EffectiveDelay, context.RequestAborted);
        context.Abort();
    }

    private static byte[] Edit(byte[] body, Func<JsonNode, bool> edit) =>
        MessageEdits.Parse(body) is { } root && edit(root) ? MessageEdits.Write(root) : body;

    private async Task<Func<ActiveFault, bool>> FitsAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isSocket = context.WebSockets.IsWebSocketRequest;
        string line = $"{(isSocket ? "WS" : request.Method)} {request.Path}{request.QueryString}";
        string body = isSocket ? "" : await BodyOfAsync(request);
        RequestKind kind = dialect.KindOf(request);
        return fault => (isSocket ? IsForSockets(fault) : IsFor(fault.Kind, kind))
            && (fault.Rule.Match is not { } match || line.Contains(match, StringComparison.Ordinal))
            && (fault.Rule.Instrument is not { } symbol
                || (_nativeNames.TryGetValue(symbol, out string? name)
                    && (line.Contains(name, StringComparison.Ordinal) || body.Contains(name, StringComparison.Ordinal))));
    }

    private static bool IsFor(FaultKind fault, RequestKind request) => fault switch
    {
        FaultKind.AckLost => request == RequestKind.Place,
        FaultKind.UnknownStatus => request == RequestKind.OrderQuery,
        FaultKind.StaleSnapshot => request == RequestKind.BookSnapshot,
        _ => true,
    };

    /// <summary>A socket's beginning is struck by maintenance, and by others that name it.</summary>
    private static bool IsForSockets(ActiveFault fault) => fault.Kind == FaultKind.Maintenance
        || (fault.Rule.Match?.StartsWith("WS", StringComparison.Ordinal) == true
            && fault.Kind is FaultKind.Latency or FaultKind.Jitter or FaultKind.ConnectionReset or FaultKind.TimeoutBeforeAcceptance
                or FaultKind.ServerErrorBeforeAcceptance or FaultKind.RateLimited or FaultKind.Banned);

    private static async Task<string> BodyOfAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 or > RequestText.MaxBodyBytes)
        {
            return "";
        }

        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return body;
    }
}
