using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Mark prices and announced funding, once a second and symbol.</summary>
internal sealed class BinanceMarkStream(Uri address, IReadOnlyList<Instrument> instruments, IVenueSink sink, VenueClock clock, LinkState link)
    : IStreamHandler
{
    public const string Part = "mark prices";

    private readonly MarkPriceThrottle _throttle = new(clock);
    private readonly (byte[] WireSymbol, Instrument Instrument)[] _instruments =
        [.. instruments.Select(i => (Encoding.UTF8.GetBytes(i.NativeSymbol), i))];

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(address);

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded) =>
        await link.PartUpAsync(Part, connectionEnded);

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded) =>
        BinanceFrames.KindOf(message.Span) == BinanceFrameKind.MarkPrice && Read(message.Span) is { } changed
            ? sink.PublishAsync(changed, connectionEnded)
            : default;

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken) => link.PartLostAsync(Part, reason, cancellationToken);

    private MarkPriceChanged? Read(ReadOnlySpan<byte> message)
    {
        BinanceMarkFrame frame = BinanceMarkFrame.Read(message);
        foreach ((byte[] wireSymbol, Instrument instrument) in _instruments)
        {
            if (frame.Symbol.SequenceEqual(wireSymbol))
            {
                FundingQuote funding = frame.FundingRate is { } rate && frame.NextFundingTime > 0
                    ? new FundingQuote(new Rate(rate), BinanceReports.ToTime(frame.NextFundingTime), instrument.FundingInterval)
                    : default;
                return _throttle.Next(instrument.Id, new Price(frame.MarkPrice), funding);
            }
        }

        return null;
    }
}
