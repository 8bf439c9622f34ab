using System.Globalization;
using System.Text;

namespace PropBot.Venues.Binance.Rest;

/// <summary>A parameter string in the order in which it was added; signed and sent as it is.</summary>
internal sealed class BinanceParameters
{
    private readonly StringBuilder _text = new();

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

    public override string ToString() => _text.ToString();
}
