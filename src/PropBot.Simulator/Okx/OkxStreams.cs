using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Okx;

/// <summary>The WebSocket side: sessions, login, subscriptions, and what they are told.</summary>
internal sealed class OkxStreams
{
    /// <summary>A stream on which nothing was said for this long, real time, is closed. Source: OKX API v5 guide, "Connect".</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleCheckInterval = TimeSpan.FromSeconds(1);
    private const WebSocketCloseStatus IdleStatus = (WebSocketCloseStatus)4004;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly byte[] Pong = "pong"u8.ToArray();

    /// <summary>Every contract of the type at first, then each one that changed.</summary>
    private static readonly OkxArgument InstrumentsTopic = new() { Channel = "instruments", InstType = OkxContract.InstType };

    private readonly VenueContext _context;
    private readonly OkxContracts _contracts;
    private readonly SubscriptionTable<OkxArgument> _subscriptions = new();
    private readonly List<WebSocketSession> _sessions = [];
    private readonly Dictionary<Core.Values.Symbol, OkxInstrumentStream> _instruments;
    private readonly OkxPrivateChannels _private;
    private readonly OkxCandleChannels _candles;
    private readonly PushPace _pace;
    private readonly OkxStreamLimits _limits;
    private long _lastIdleCheck;
    private uint _connections = 0xA4D3_AE55;

    public OkxStreams(VenueContext context, OkxContracts contracts)
    {
        _context = context;
        _contracts = contracts;
        _pace = new PushPace(context.Clock);
        _limits = new OkxStreamLimits(context);
        _instruments = contracts.All.ToDictionary(
            contract => contract.Symbol, contract => new OkxInstrumentStream(context.VenueOnLoop, contract, _subscriptions));
        _candles = new OkxCandleChannels(context.VenueOnLoop, contracts, _subscriptions, contract => _instruments[contract.Symbol].Bars);
        View = new OkxAccountView(context.VenueOnLoop, contracts, Day);
        _private = new OkxPrivateChannels(context.VenueOnLoop, contracts, View, _sessions);
    }

    public OkxAccountView View { get; }

    public DayStatistics Day(OkxContract contract) => _instruments[contract.Symbol].Day;

    public OkxInstrumentStream Of(Core.Values.Symbol symbol) => _instruments[symbol];

    public Task AcceptAsync(HttpContext http, bool isPrivatePath)
    {
        if (_limits.AdmitConnection(ClientAddress.Of(http)))
        {
            return CarryAsync(http, isPrivatePath);
        }

        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    private Task CarryAsync(HttpContext http, bool isPrivatePath) => _context.AcceptAsync(
        http,
        KeepAlive,
        session =>
        {
            session.State = new OkxSession((_connections++).ToString("x8", CultureInfo.InvariantCulture), isPrivatePath, _limits.OfConnection(), _context.Clock.GetTimestamp());
            _sessions.Add(session);
        },
        OnMessageAsync,
        session =>
        {
            _subscriptions.RemoveSession(session);
            _sessions.Remove(session);
        });

    /// <summary>The instrument has new terms; told when the venue is at rest.</summary>
    public void OnInstrument(InstrumentSetup setup)
    {
        OkxContract contract = _contracts[setup.Instrument.Id.Symbol];
        contract.Setup = setup;
        _instruments[contract.Symbol].OnInstrument();
        _subscriptions.Send(InstrumentsTopic, InstrumentsMessage([contract]));
    }

    public void OnAccount(AccountMutation mutation) => _private.OnAccount(mutation);

    public void OnTime(DateTimeOffset now)
    {
        if (_pace.IsDue())
        {
            foreach (OkxInstrumentStream instrument in _instruments.Values)
            {
                instrument.Flush(now);
            }

            _candles.OnTime(now);
        }

        long timestamp = _context.Clock.GetTimestamp();
        if (_context.Clock.GetElapsedTime(_lastIdleCheck, timestamp) >= IdleCheckInterval)
        {
            _lastIdleCheck = timestamp;
            CloseIdle(timestamp);
        }
    }

    /// <summary>The notice of a connection that the venue is about to close. Source: OKX API v5 guide, WebSocket, Notification, read 2026-11-22.</summary>
    public void ForgetConnections() => _limits.ForgetConnections();

    public void Logout()
    {
        foreach (WebSocketSession session in _sessions.Where(session => StateOf(session).IsPrivatePath))
        {
            session.Send(OkxText.Write(new
            {
                @event = "notice",
                code = "64008",
                msg = "The connection will soon be closed for a service upgrade. Please reconnect.",
                connId = StateOf(session).ConnectionId,
            }));
            session.Close(WebSocketCloseStatus.EndpointUnavailable, "service upgrade");
        }
    }

    private void CloseIdle(long timestamp)
    {
        foreach (WebSocketSession session in _sessions)
        {
            OkxSession state = StateOf(session);
            if (state.Pushed != session.Queued)
            {
                state.Pushed = session.Queued;
                state.LastTrafficTimestamp = timestamp;
            }

            if (_context.Clock.GetElapsedTime(state.LastTrafficTimestamp, timestamp) > IdleLimit)
            {
                session.Close(IdleStatus, "No data received in 30s.");
            }
        }
    }

    private Task OnMessageAsync(WebSocketSession session, ReadOnlyMemory<byte> message) => _context.OnLoopAsync(now =>
    {
        StateOf(session).LastTrafficTimestamp = _context.Clock.GetTimestamp();
        if (message.Span.SequenceEqual("ping"u8))
        {
            session.Send(Pong);
        }
        else
        {
            Handle(session, message, now);
        }

        return true;
    });

    private void Handle(WebSocketSession session, ReadOnlyMemory<byte> message, DateTimeOffset now)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(message);
        }
        catch (JsonException)
        {
            SendError(session, OkxErrors.WsRequest(System.Text.Encoding.UTF8.GetString(message.Span)));
            return;
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            bool hasArguments = root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("args", out JsonElement arguments)
                && arguments.ValueKind == JsonValueKind.Array
                && arguments.GetArrayLength() > 0;
            string? op = OkxRequest.Field(root, "op");
            if (!hasArguments || op is not ("login" or "subscribe" or "unsubscribe"))
            {
                SendError(session, OkxErrors.WsRequest(root.GetRawText()));
                return;
            }

            if (!StateOf(session).Requests.TrySpend() && _context.HasRateLimits)
            {
                SendError(session, OkxErrors.WsTooFrequent);
                return;
            }

            foreach (JsonElement argument in root.GetProperty("args").EnumerateArray())
            {
                switch (op)
                {
                    case "login":
                        Login(session, argument, now);
                        break;
                    case "subscribe":
                        Subscribe(session, argument, now);
                        break;
                    default:
                        Unsubscribe(session, argument);
                        break;
                }
            }
        }
    }

    private void Login(WebSocketSession session, JsonElement argument, DateTimeOffset now)
    {
        var login = new OkxLogin
        {
            ApiKey = OkxRequest.Field(argument, "apiKey") ?? "",
            Passphrase = OkxRequest.Field(argument, "passphrase") ?? "",
            Timestamp = OkxRequest.Field(argument, "timestamp") ?? "",
            Sign = OkxRequest.Field(argument, "sign") ?? "",
        };
        TimeSpan window = OkxSignature.Window * Math.Max(1, _context.Clock.Speed);
        if (OkxSignature.CheckLogin(login, _context.Accounts, now, window) is { } error)
        {
            SendError(session, error);
            return;
        }

        OkxSession state = StateOf(session);
        state.Account = login.ApiKey;
        session.Send(OkxText.Write(new { @event = "login", code = "0", msg = "", connId = state.ConnectionId }));
    }

    private void Subscribe(WebSocketSession session, JsonElement element, DateTimeOffset now)
    {
        if (OkxArgument.Read(element) is not { } argument)
        {
            SendError(session, OkxErrors.WsArguments);
            return;
        }

        OkxSession state = StateOf(session);
        if (OkxPrivateChannels.Names.Contains(argument.Channel) && state.IsPrivatePath)
        {
            SubscribePrivate(session, argument, now);
            return;
        }

        if (argument == InstrumentsTopic && !state.IsPrivatePath)
        {
            Acknowledge(session, "subscribe", element);
            session.Send(InstrumentsMessage(_contracts.All));
            _subscriptions.Add(session, InstrumentsTopic);
            return;
        }

        OkxContract? contract = _contracts.Find(argument.InstId);
        bool isCandle = OkxCandleChannels.Has(argument.Channel);
        if (state.IsPrivatePath || contract is null || !(isCandle || OkxInstrumentStream.Channels.Contains(argument.Channel)))
        {
            SendError(session, OkxErrors.WsChannel(element.GetRawText()));
            return;
        }

        Acknowledge(session, "subscribe", element);
        OkxArgument topic = new() { Channel = argument.Channel, InstId = argument.InstId };
        ReadOnlyMemory<byte>? first = isCandle ? _candles.First(contract, topic, now) : _instruments[contract.Symbol].First(topic.Channel, now);
        if (first is { } message)
        {
            session.Send(message);
        }

        _subscriptions.Add(session, topic);
    }

    private void SubscribePrivate(WebSocketSession session, OkxArgument argument, DateTimeOffset now)
    {
        OkxSession state = StateOf(session);
        if (state.Account is not { } account)
        {
            SendError(session, OkxErrors.WsNotLoggedIn);
            return;
        }

        if (OkxPrivateChannels.NeedsType(argument.Channel) && argument.InstType is not (OkxContract.InstType or "ANY" or "FUTURES" or "MARGIN" or "SPOT" or "OPTION"))
        {
            SendError(session, OkxErrors.WsArguments);
            return;
        }

        session.Send(OkxText.Write(new { @event = "subscribe", arg = argument, connId = state.ConnectionId }));
        OkxArgument channel = argument with { Uid = OkxText.StableNumber(account) };
        if (!state.PrivateChannels.Contains(channel))
        {
            state.PrivateChannels.Add(channel);
        }

        session.Send(OkxText.Write(new
        {
            @event = "channel-conn-count",
            channel = argument.Channel,
            connCount = _private.CountOf(account, argument.Channel).ToString(CultureInfo.InvariantCulture),
            connId = state.ConnectionId,
        }));
        _private.SendFirst(session, channel, account, now);
    }

    private void Unsubscribe(WebSocketSession session, JsonElement element)
    {
        if (OkxArgument.Read(element) is not { } argument)
        {
            SendError(session, OkxErrors.WsArguments);
            return;
        }

        OkxSession state = StateOf(session);
        if (state.Account is { } account)
        {
            state.PrivateChannels.Remove(argument with { Uid = OkxText.StableNumber(account) });
        }

        _subscriptions.Remove(session, argument == InstrumentsTopic ? InstrumentsTopic : new OkxArgument { Channel = argument.Channel, InstId = argument.InstId });
        Acknowledge(session, "unsubscribe", element);
    }

    private static byte[] InstrumentsMessage(IReadOnlyList<OkxContract> contracts) =>
        OkxText.Write(new { arg = InstrumentsTopic, data = contracts.Select(OkxMarketStatements.Instrument) });

    private static void Acknowledge(WebSocketSession session, string @event, JsonElement arg) =>
        session.Send(OkxText.Write(new { @event, arg, connId = StateOf(session).ConnectionId }));

    private static void SendError(WebSocketSession session, OkxError error) => session.Send(
        OkxText.Write(new { @event = "error", code = error.Code, msg = error.Message, connId = StateOf(session).ConnectionId }));

    private static OkxSession StateOf(WebSocketSession session) => (OkxSession)session.State!;
}
