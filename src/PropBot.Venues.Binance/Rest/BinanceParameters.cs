using System.Globalization;
using System.Text;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Rest;

/// <summary>A parameter string in the order in which it was added; signed and sent as it is.</summary>
internal sealed class BinanceParameters
{
    private readonly StringBuilder _text = new();

    public static BinanceParameters Of(Instrument instrument) => Of(instrument.NativeSymbol);

    public static BinanceParameters Of(string nativeSymbol) => new BinanceParameters().Add("symbol", nativeSymbol);

    public static BinanceParameters ById(string nativeSymbol, ClientOrderId id) => Of(nativeSymbol).Add("origClientOrderId", id.Value);

    public static BinanceParameters ById(string nativeSymbol, VenueOrderId id) => Of(nativeSymbol).Add("orderId", id.Value);

    public BinanceParameters Add(string name, string value)
    {
        if (_text.Length > 0)
        {
            _text.Append('&');
        }

        _text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public BinanceParameters Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A page of what lies between two milliseconds, both inclusive.</summary>
    public BinanceParameters Window(long from, long to) => Add("startTime", from).Add("endTime", to).Add("limit", BinanceWindows.PageLimit);

    public override string ToString() => _text.ToString();
}
