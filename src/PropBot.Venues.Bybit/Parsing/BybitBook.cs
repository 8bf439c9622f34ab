using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Bybit.Parsing;

internal enum BybitBookResult
{
    Applied = 1,

    /// <summary>A snapshot replaced the book.</summary>
    Replaced = 2,

    /// <summary>A delta before the first snapshot or after a break, or the last one once more.</summary>
    Ignored = 3,

    /// <summary>A delta was lost: the book is untrusted until a snapshot, which has to be asked for.</summary>
    Gap = 4,

    /// <summary>The message could not be read: suspect until a snapshot.</summary>
    Malformed = 5,

    /// <summary>A snapshot older than the book: not believed, and the book neither.</summary>
    Outdated = 6,

    /// <summary>It stayed crossed: suspect until a snapshot.</summary>
    Crossed = 7,
}

/// <summary>
/// One instrument's book with the venue's rules of continuity, numbered as in docs/venues/bybit-linear.md: B1 a snapshot replaces
/// everything, whenever it comes; B2 a message with <c>u</c> 1 is a snapshot after a restart of the service, whatever its type says;
/// B3 the <c>u</c> of a delta is the last one plus one; B4 nothing older than the book replaces it; B5 it has <see cref="Depth"/> levels a side.
/// </summary>
/// <remarks>Belongs to the public stream's task. Allocates nothing in steady state.</remarks>
internal sealed class BybitBook
{
    /// <summary>Levels a side that are subscribed to.</summary>
    public const int Depth = 200;

    private const long FirstAfterRestart = 1;

    /// <summary>So many in a row are no old messages: the venue's clock went back.</summary>
    private const int BelievedAtLast = 3;

    private readonly BybitBookFrame _frame;
    private int _outdated;

    public BybitBook(Instrument instrument)
    {
        Instrument = instrument;
        Book = new OrderBook(instrument.PriceScale, instrument.QuantityScale);
        _frame = new BybitBookFrame(instrument.PriceScale, instrument.QuantityScale);
    }

    public Instrument Instrument { get; }

    public OrderBook Book { get; }

    /// <summary>No delta is applied until the next snapshot.</summary>
    public bool AwaitsSnapshot { get; private set; } = true;

    /// <summary>The connection or the subscription was lost.</summary>
    public void Lose()
    {
        AwaitsSnapshot = true;
        Book.Distrust(BookTrust.Unsynced);
    }

    /// <summary>The content cannot be: no delta is applied until the next snapshot.</summary>
    public void Suspect()
    {
        AwaitsSnapshot = true;
        Book.Distrust(BookTrust.Suspect);
    }

    /// <param name="message">The whole message.</param>
    public BybitBookResult Apply(ReadOnlySpan<byte> message)
    {
        try
        {
            _frame.Read(message);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException)
        {
            Suspect();
            return BybitBookResult.Malformed;
        }

        if (_frame.IsSnapshot || _frame.UpdateId == FirstAfterRestart)
        {
            if (_frame.VenueTime < Book.VenueTime && ++_outdated < BelievedAtLast)
            {
                Suspect();
                return BybitBookResult.Outdated;
            }

            Replace();
            return BybitBookResult.Replaced;
        }

        if (AwaitsSnapshot || _frame.UpdateId == Book.UpdateId)
        {
            return BybitBookResult.Ignored;
        }

        if (_frame.UpdateId != Book.UpdateId + 1)
        {
            Lose();
            return BybitBookResult.Gap;
        }

        WriteLevels();
        LimitToDepth();
        Book.EndUpdate(_frame.UpdateId, _frame.VenueTime);
        return BybitBookResult.Applied;
    }

    private void Replace()
    {
        Book.BeginSnapshot();
        WriteLevels();
        LimitToDepth();
        Book.EndSnapshot(_frame.UpdateId, _frame.VenueTime);
        AwaitsSnapshot = false;
        _outdated = 0;
    }

    /// <summary>
    /// B5. The venue takes off what leaves the depth; what it left would be of no one's knowledge. Only after the whole message: a new
    /// level may come before the removal that makes room for it.
    /// </summary>
    private void LimitToDepth() => Book.KnowsOnly(
        Book.BidCount > Depth ? Book.Level(Side.Buy, Depth - 1).Price : long.MinValue,
        Book.AskCount > Depth ? Book.Level(Side.Sell, Depth - 1).Price : long.MaxValue);

    private void WriteLevels()
    {
        foreach (BybitLevel level in _frame.Levels)
        {
            Book.Set(level.Side, level.Price, level.Quantity);
        }
    }
}
