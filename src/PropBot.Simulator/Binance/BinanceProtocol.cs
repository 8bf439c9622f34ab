using Microsoft.AspNetCore.Http;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Binance USD-M futures: <c>/fapi</c> REST and the <c>/ws</c> and <c>/stream</c> sockets.</summary>
internal sealed class BinanceProtocol : ISimulatedProtocol
{
    private readonly VenueContext _context;
    private readonly BinanceGate _gate;
    private readonly BinanceSockets _sockets;
    private readonly BinanceMarketStreams _market;
    private readonly BinanceUserStreams _users;
    private readonly BinanceCandles _candles;
    private readonly BinanceInstruments _instruments;
    private readonly BinanceCountdowns _countdowns;
    private readonly Dictionary<(string Method, string Path), BinanceRoute> _routes;

    public BinanceProtocol(VenueContext context)
    {
        _context = context;
        var instruments = new BinanceInstruments(context.VenueOnLoop.Instruments);
        _instruments = instruments;
        _countdowns = new BinanceCountdowns(context, instruments);
        var ids = new BinanceIds(context.Clock.GetUtcNow());
        var subscriptions = new BinanceSubscriptions();
        var keys = new BinanceListenKeys(context.Clock);
        _gate = new BinanceGate(context);
        _market = new BinanceMarketStreams(context, instruments, ids, subscriptions);
        _users = new BinanceUserStreams(context, instruments, keys, subscriptions);
        _sockets = new BinanceSockets(context, subscriptions, _market);
        _candles = new BinanceCandles(context, instruments, subscriptions);
        IEnumerable<BinanceRoute> routes =
        [
            .. new BinanceMarketData(context, instruments, ids).Routes,
            .. _candles.Routes,
            .. new BinanceRiskData(context, instruments).Routes,
            .. new BinanceTrading(context, instruments).Routes,
            .. new BinanceBatchOrders(context, instruments).Routes,
            .. _countdowns.Routes,
            .. new BinanceIsolatedMargin(context, instruments).Routes,
            .. new BinanceAccounts(context, instruments).Routes,
            .. new BinanceSettings(context, instruments).Routes,
            .. new BinanceUserStreamKeys(context, keys).Routes,
        ];
        _routes = routes.ToDictionary(route => (route.Method, route.Path));
    }

    public VenueId Venue => _context.Venue;

    public VenueAddresses AddressesAt(Uri listener)
    {
        Uri streams = new UriBuilder(listener) { Scheme = "ws" }.Uri;
        return new VenueAddresses(listener, streams, streams);
    }

    public async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest && BinanceSockets.IsSocketPath(context.Request.Path))
        {
            await _sockets.HandleAsync(context);
            return;
        }

        BinanceReply reply = await AnswerAsync(context);
        await reply.SendAsync(context);
    }

    public Task AnswerFaultAsync(HttpContext context, RequestFault fault)
    {
        BinanceReply reply = fault switch
        {
            RequestFault.Malformed => BinanceError.IllegalCharacters("body", "a form in UTF-8 of up to 64 KiB"),
            RequestFault.Stopping => BinanceError.Stopping,
            _ => BinanceError.Unknown,
        };
        return reply.SendAsync(context);
    }

    public void OnBook(BookUpdate update) => _market.OnBook(update);

    public void OnTrade(in PublicTrade trade)
    {
        _candles.OnTrade(in trade);
        _market.OnTrade(in trade);
    }

    /// <summary>Marks are told by the second, from what the venue has then.</summary>
    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state)
    {
    }

    public void OnInstrument(InstrumentSetup setup, DateTimeOffset time)
    {
        InstrumentSetup before = _instruments.Setup(setup.Instrument.Id.Symbol);
        _instruments.Replace(setup);
        _market.OnInstrument(before, setup, time);
    }

    public void OnAccount(AccountMutation mutation) => _users.OnAccount(mutation);

    public void Logout(DateTimeOffset now) => _users.EndAll(now);

    public void ForgetRequests() => _gate.ForgetRequests();

    public void OnTime(DateTimeOffset now)
    {
        _market.OnTime(now);
        _candles.OnTime(now);
        _users.OnTime(now);
        _countdowns.OnTime();
    }

    private async Task<BinanceReply> AnswerAsync(HttpContext context)
    {
        BinanceRequest request = await BinanceRequest.ReadAsync(context);
        if (!_routes.TryGetValue((request.Method, request.Path), out BinanceRoute? route))
        {
            return BinanceError.NoSuchPath(request.Path, request.Method);
        }

        return _gate.Admit(context, request, route, out SimulatedAccountOptions? signer) is { } refusal
            ? refusal
            : await route.Handle(new BinanceCall(request, signer, context));
    }
}
