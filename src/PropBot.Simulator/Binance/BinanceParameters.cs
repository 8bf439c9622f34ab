using System.Net;
using PropBot.Core.Values;

namespace PropBot.Simulator.Binance;

/// <summary>
/// The parameters of a request. Reading one that is missing or malformed notes the first <see cref="Error"/> and goes on with a
/// default, so that a handler reads all it needs and then looks once.
/// </summary>
internal sealed class BinanceParameters
{
    private readonly Dictionary<string, string> _values = [];

    /// <param name="parts">Query and body, each as <c>a=1&amp;b=2</c>; of a name that comes twice the first one counts.</param>
    public BinanceParameters(params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            foreach (string pair in part.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                string name = WebUtility.UrlDecode(equals < 0 ? pair : pair[..equals]);
                _values.TryAdd(name, equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..]));
            }
        }
    }

    /// <param name="values">Names and values of one order among several.</param>
    public BinanceParameters(IReadOnlyDictionary<string, string> values) => _values = new Dictionary<string, string>(values);

    /// <summary>The first thing that was wrong; null when all was well.</summary>
    public BinanceError? Error { get; private set; }

    public bool Has(string name) => !string.IsNullOrEmpty(Text(name));

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string MandatoryText(string name)
    {
        string? text = Text(name);
        if (string.IsNullOrEmpty(text))
        {
            Fail(BinanceError.Mandatory(name));
        }

        return text ?? "";
    }

    public long? Number(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        if (long.TryParse(Text(name), out long number) && number >= 0)
        {
            return number;
        }

        Fail(BinanceError.IllegalCharacters(name, "^[0-9]{1,20}$"));
        return null;
    }

    /// <summary>Within a range; a number outside of it is not valid.</summary>
    public int NumberWithin(string name, int minimum, int maximum, int otherwise)
    {
        if (Number(name) is not { } number)
        {
            return otherwise;
        }

        if (number >= minimum && number <= maximum)
        {
            return (int)number;
        }

        Fail(BinanceError.InvalidValue(name));
        return otherwise;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Number(name) is not { } milliseconds)
        {
            return null;
        }

        if (milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        Fail(BinanceError.InvalidValue(name));
        return null;
    }

    public decimal? Decimal(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        if (WireNumber.TryParse(Text(name), out decimal value))
        {
            return value;
        }

        Fail(BinanceError.IllegalCharacters(name, "^([0-9]{1,20})(\\.[0-9]{1,20})?$"));
        return null;
    }

    public decimal MandatoryDecimal(string name)
    {
        if (!Has(name))
        {
            Fail(BinanceError.Mandatory(name));
        }

        return Decimal(name) ?? 0m;
    }

    public bool Flag(string name)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null or "" or "false":
                return false;
            case "true":
                return true;
            default:
                Fail(BinanceError.InvalidValue(name));
                return false;
        }
    }

    public void Fail(BinanceError error) => Error ??= error;
}
