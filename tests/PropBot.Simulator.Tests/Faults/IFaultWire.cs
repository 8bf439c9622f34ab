using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>One venue's requests and messages as a client of faults needs them. Orders are 0.1 BTC.</summary>
internal interface IFaultWire : IDisposable
{
    VenueId Venue { get; }

    HttpRequestMessage Time();

    HttpRequestMessage Book();

    HttpRequestMessage Instruments();

    /// <summary>The venue's answer to whether it is in maintenance.</summary>
    string StatusPath { get; }

    HttpRequestMessage Market(string id);

    /// <summary>A buy at 49000, which rests.</summary>
    HttpRequestMessage Resting(string id);

    HttpRequestMessage Cancel(string id);

    HttpRequestMessage Query(string id);

    /// <summary>The question what the key may do.</summary>
    HttpRequestMessage Rights();

    /// <summary>Whether other coins are margin too.</summary>
    HttpRequestMessage Collateral();

    Task<SocketClient> BookStreamAsync();

    Task<SocketClient> PrivateStreamAsync();

    string Ping { get; }

    bool IsPong(string text);

    /// <summary>The code of an error, and zero for a success.</summary>
    string CodeOf(JsonElement answer);

    DateTimeOffset TimeOf(JsonElement answer);

    long SequenceOf(JsonElement book);

    /// <summary>The number before it that an update names, or would have to follow.</summary>
    long PreviousOf(JsonElement update);

    (decimal BestBid, decimal BestAsk) BestOf(JsonElement book);

    /// <summary>The order of a query's answer; null when there is none.</summary>
    JsonElement? OrderOf(JsonElement answer);

    string StatusOf(JsonElement order);

    /// <summary>Base units.</summary>
    decimal FilledOf(JsonElement order);

    bool IsFill(JsonElement message);
}
