using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Simulation.Books;

namespace PropBot.Simulator.Binance;

/// <summary>
/// One diff stream of one book: collects changes and tells them once per interval, each message naming the last update of the
/// message before (<c>pu</c>).
/// </summary>
internal sealed class BinanceDepthStream(string name, Instrument instrument, TimeSpan interval, BinanceIds ids, long updateId, DateTimeOffset now)
{
    private readonly SortedDictionary<long, long> _bids = [];
    private readonly SortedDictionary<long, long> _asks = [];
    private long _toldId = ids.FinalUpdateId(updateId);
    private long _updateId = updateId;
    private DateTimeOffset _updatedAt = now;
    private DateTimeOffset _toldAt = now;

    public string Name { get; } = name;

    public Instrument Instrument { get; private set; } = instrument;

    /// <summary>Tells what was collected in the old steps, and goes on in the new ones.</summary>
    public void Replace(Instrument changed, DateTimeOffset now, BinanceSubscriptions subscriptions)
    {
        _toldAt = DateTimeOffset.MinValue;
        Tell(now, subscriptions);
        _toldAt = now;
        Instrument = changed;
    }

    public void Collect(BookUpdate update)
    {
        foreach (BookLevel level in update.Bids)
        {
            _bids[level.Price] = level.Quantity;
        }

        foreach (BookLevel level in update.Asks)
        {
            _asks[level.Price] = level.Quantity;
        }

        _updateId = update.UpdateId;
        _updatedAt = update.Time;
    }

    public void Tell(DateTimeOffset now, BinanceSubscriptions subscriptions)
    {
        long finalId = ids.FinalUpdateId(_updateId);
        if (finalId == _toldId || now - _toldAt < interval)
        {
            return;
        }

        subscriptions.Publish(Name, BinanceEntrance.Public, json =>
        {
            json.WriteString("e", "depthUpdate");
            json.WriteTime("E", now);
            json.WriteTime("T", _updatedAt);
            json.WriteString("s", Instrument.NativeSymbol);
            json.WriteNumber("U", BinanceIds.FirstUpdateIdAfter(_toldId));
            json.WriteNumber("u", finalId);
            json.WriteNumber("pu", _toldId);
            WriteSide(json, "b", _bids);
            WriteSide(json, "a", _asks);
        });
        _bids.Clear();
        _asks.Clear();
        _toldId = finalId;
        _toldAt = now;
    }

    private void WriteSide(Utf8JsonWriter json, string side, SortedDictionary<long, long> levels)
    {
        json.WriteStartArray(side);
        foreach ((long price, long quantity) in levels)
        {
            BinanceBookText.WriteLevel(json, Instrument, price, quantity);
        }

        json.WriteEndArray();
    }
}
