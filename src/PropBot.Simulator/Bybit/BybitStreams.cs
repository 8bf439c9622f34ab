using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>The WebSocket side: sessions, authentication, subscriptions, and what they are told.</summary>
internal sealed class BybitStreams
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly VenueContext _context;
    private readonly BybitContracts _contracts;
    private readonly SubscriptionTable<string> _subscriptions = new();
    private readonly List<WebSocketSession> _sessions = [];
    private readonly Dictionary<Symbol, BybitInstrumentStream> _instruments;
    private readonly Dictionary<string, BybitInstrumentStream> _byTopic;
    private readonly BybitPrivateTopics _private;
    private readonly PushPace _pace;
    private long _connections;

    public BybitStreams(VenueContext context, BybitContracts contracts)
    {
        _context = context;
        _contracts = contracts;
        _pace = new PushPace(context.Clock);
        _instruments = contracts.All.ToDictionary(
            contract => contract.Symbol, contract => new BybitInstrumentStream(context.VenueOnLoop, contract, _subscriptions));
        _byTopic = _instruments.Values.SelectMany(stream => stream.Topics.Select(topic => (topic, stream)))
            .ToDictionary(pair => pair.topic, pair => pair.stream);
        View = new BybitAccountView(context.VenueOnLoop, contracts, contract => _instruments[contract.Symbol].Day);
        _private = new BybitPrivateTopics(context.VenueOnLoop, View, _sessions);
    }

    public BybitAccountView View { get; }

    public BybitInstrumentStream Of(Symbol symbol) => _instruments[symbol];

    public Task AcceptAsync(HttpContext http, bool isPrivate) => _context.AcceptAsync(
        http,
        KeepAlive,
        session =>
        {
            session.State = new BybitSession($"cejreaspqf{++_connections:x10}-{(isPrivate ? 'p' : 'q')}", isPrivate);
            _sessions.Add(session);
        },
        OnMessageAsync,
        session =>
        {
            _subscriptions.RemoveSession(session);
            _sessions.Remove(session);
        });

    /// <summary>The instrument has new terms; the venue tells them by its list only.</summary>
    public void OnInstrument(InstrumentSetup setup)
    {
        BybitContract contract = _contracts[setup.Instrument.Id.Symbol];
        contract.Setup = setup;
        _instruments[contract.Symbol].OnInstrument();
    }

    public void OnAccount(AccountMutation mutation) => _private.OnAccount(mutation);

    public void OnTime(DateTimeOffset now)
    {
        if (_pace.IsDue())
        {
            foreach (BybitInstrumentStream instrument in _instruments.Values)
            {
                instrument.Flush(now);
            }
        }
    }

    /// <summary>The venue closes private connections without a word when it is upgraded.</summary>
    public void Logout()
    {
        foreach (WebSocketSession session in _sessions.Where(session => StateOf(session).IsPrivate))
        {
            session.Close(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, "");
        }
    }

    private Task OnMessageAsync(WebSocketSession session, ReadOnlyMemory<byte> message) => _context.OnLoopAsync(now =>
    {
        Handle(session, message, now);
        return true;
    });

    private void Handle(WebSocketSession session, ReadOnlyMemory<byte> message, DateTimeOffset now)
    {
        BybitCommand? command = BybitCommand.Read(message);
        switch (command?.Op)
        {
            case "ping":
                AnswerPing(session, command, now);
                break;
            case "auth" when StateOf(session).IsPrivate:
                Authenticate(session, command, now);
                break;
            case "subscribe":
                Subscribe(session, command, now);
                break;
            case "unsubscribe":
                foreach (string topic in command.Topics)
                {
                    _subscriptions.Remove(session, topic);
                    StateOf(session).PrivateTopics.Remove(topic);
                }

                Acknowledge(session, command, error: null);
                break;
            default:
                Acknowledge(session, command ?? BybitCommand.Unreadable, "Invalid operation");
                break;
        }
    }

    private static void AnswerPing(WebSocketSession session, BybitCommand command, DateTimeOffset now)
    {
        BybitSession state = StateOf(session);
        session.Send(state.IsPrivate
            ? BybitText.Write(new
            {
                req_id = command.RequestId,
                op = "pong",
                args = new[] { BybitText.Millis(now) },
                conn_id = state.ConnectionId,
            })
            : BybitText.Write(new
            {
                success = true,
                ret_msg = "pong",
                conn_id = state.ConnectionId,
                req_id = command.RequestId,
                op = "ping",
            }));
    }

    private void Authenticate(WebSocketSession session, BybitCommand command, DateTimeOffset now)
    {
        if (command.Arguments is not [{ ValueKind: JsonValueKind.String } key, var expires, { ValueKind: JsonValueKind.String } sign]
            || BybitCommand.ReadMillis(expires) is not { } expiresMs)
        {
            Acknowledge(session, command, "Params Error");
            return;
        }

        BybitError? error = BybitSignature.CheckAuth(key.GetString()!, expiresMs, sign.GetString()!, _context.Accounts, now);
        if (error is null)
        {
            StateOf(session).Account = key.GetString();
        }

        Acknowledge(session, command, error?.Message);
    }

    private void Subscribe(WebSocketSession session, BybitCommand command, DateTimeOffset now)
    {
        BybitSession state = StateOf(session);
        if (state.IsPrivate && state.Account is null)
        {
            Acknowledge(session, command, "Request not authorized");
            return;
        }

        string? unknown = command.Topics.FirstOrDefault(topic => state.IsPrivate ? !BybitPrivateTopics.Names.Contains(topic) : !_byTopic.ContainsKey(topic));
        if (unknown is not null || command.Topics.Count == 0)
        {
            Acknowledge(session, command, $"error:handler not found,topic:{unknown}");
            return;
        }

        string? again = command.Topics.FirstOrDefault(topic => state.PrivateTopics.Contains(topic) || _subscriptions.TopicsOf(session).Contains(topic));
        if (again is not null)
        {
            Acknowledge(session, command, $"error:already subscribed,topic:{again}");
            return;
        }

        Acknowledge(session, command, error: null);
        if (state.IsPrivate)
        {
            state.PrivateTopics.AddRange(command.Topics);
            return;
        }

        foreach (string topic in command.Topics)
        {
            if (_byTopic[topic].First(topic, now) is { } first)
            {
                session.Send(first);
            }

            _subscriptions.Add(session, topic);
        }
    }

    /// <summary>The venue's acknowledgement; it says nothing but its success on public streams, the operation on private ones.</summary>
    private static void Acknowledge(WebSocketSession session, BybitCommand command, string? error)
    {
        BybitSession state = StateOf(session);
        session.Send(BybitText.Write(new
        {
            success = error is null,
            ret_msg = error ?? (state.IsPrivate && command.Op != "auth" ? command.Op : ""),
            conn_id = state.ConnectionId,
            req_id = command.RequestId,
            op = command.Op,
        }));
    }

    private static BybitSession StateOf(WebSocketSession session) => (BybitSession)session.State!;
}
