using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Binance;

internal enum BinanceSecurity
{
    None = 0,

    /// <summary>The API key alone.</summary>
    Key = 1,

    /// <summary>Key, timestamp and signature.</summary>
    Signed = 2,

    /// <summary>Signed, and counted as an order.</summary>
    Order = 3,
}

/// <summary>A request on its way to its handler.</summary>
internal sealed record BinanceCall(BinanceRequest Request, SimulatedAccountOptions? Signer, HttpContext Http)
{
    public BinanceParameters Parameters => Request.Parameters;

    /// <summary>Name of the account; only where the route asks for a key.</summary>
    public string Account => Signer!.ApiKey;
}

/// <summary>One row of the REST table.</summary>
/// <param name="Weight">Request weight; from the parameters where it depends on them.</param>
internal sealed record BinanceRoute(
    string Method,
    string Path,
    BinanceSecurity Security,
    Func<BinanceParameters, int> Weight,
    Func<BinanceCall, Task<BinanceReply>> Handle)
{
    public BinanceRoute(string method, string path, BinanceSecurity security, int weight, Func<BinanceCall, Task<BinanceReply>> handle)
        : this(method, path, security, _ => weight, handle)
    {
    }
}
