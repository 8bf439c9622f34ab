using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Mark prices and announced funding, once a second and symbol; and the venue's word that a contract has changed.</summary>
internal sealed class BinanceMarkStream : IStreamHandler
{
    public const string Part = "mark prices";

    private const string ContractInfo = "!contractInfo";

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueSink _sink;
    private readonly LinkState _link;
    private readonly BinanceRulesWatch _rules;
    private readonly MarkPriceThrottle _throttle;
    private readonly IReadOnlyList<string> _names;
    private readonly (byte[] WireSymbol, Instrument Instrument)[] _instruments;
    private BinanceSubscriptions _subscriptions;

    public BinanceMarkStream(
        VenueOptions options, IReadOnlyList<Instrument> instruments, IVenueSink sink, VenueClock clock, BinanceRulesWatch rules, LinkState link)
    {
        _options = options;
        _clock = clock;
        _sink = sink;
        _link = link;
        _rules = rules;
        _throttle = new MarkPriceThrottle(clock);
        _names = [.. BinanceSubscriptions.NamesOf(instruments, "markPrice@1s"), ContractInfo];
        _instruments = [.. instruments.Select(i => (Encoding.UTF8.GetBytes(i.NativeSymbol), i))];
        _subscriptions = new BinanceSubscriptions(_names, clock);
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _subscriptions = new BinanceSubscriptions(_names, _clock);
        return new(BinanceStreamAddresses.Market(_options.PublicStreamAddress, _names));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        await sender.SendAsync(BinanceSubscriptions.Question, connectionEnded);
        await _subscriptions.WaitAsync(_options.SilenceLimit, connectionEnded);
        await _link.PartUpAsync(Part, connectionEnded);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        switch (BinanceFrames.KindOf(message.Span))
        {
            case BinanceFrameKind.MarkPrice:
                return Read(message.Span) is { } changed ? _sink.PublishAsync(changed, connectionEnded) : default;
            case BinanceFrameKind.ContractInfo when Find(BinanceFrames.SymbolOf(message.Span)) is not null:
                _rules.Request();
                return default;
            default:
                _subscriptions.Read(message.Span);
                return default;
        }
    }

    public bool IsMarketData(ReadOnlySpan<byte> message) => BinanceFrames.KindOf(message) == BinanceFrameKind.MarkPrice;

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken) => _link.PartLostAsync(Part, reason, cancellationToken);

    private MarkPriceChanged? Read(ReadOnlySpan<byte> message)
    {
        BinanceMarkFrame frame = BinanceMarkFrame.Read(message);
        if (Find(frame.Symbol) is not { } instrument)
        {
            return null;
        }

        FundingQuote funding = frame.FundingRate is { } rate && frame.NextFundingTime > 0
            ? new FundingQuote(new Rate(rate), BinanceReports.ToTime(frame.NextFundingTime), instrument.FundingInterval)
            : default;
        return _throttle.Next(instrument.Id, new Price(frame.MarkPrice), funding);
    }

    private Instrument? Find(ReadOnlySpan<byte> symbol)
    {
        foreach ((byte[] wireSymbol, Instrument instrument) in _instruments)
        {
            if (symbol.SequenceEqual(wireSymbol))
            {
                return instrument;
            }
        }

        return null;
    }
}
