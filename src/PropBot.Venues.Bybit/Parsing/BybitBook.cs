using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;

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

    /// <summary>The message could not be read: as <see cref="Gap"/>.</summary>
    Malformed = 5,
}

/// <summary>
/// One instrument's book with the venue's rules of continuity, numbered as in docs/venues/bybit-linear.md: B1 a snapshot replaces
/// everything, whenever it comes; B2 a message with <c>u</c> 1 is a snapshot after a restart of the service, whatever its type says;
/// B3 the <c>u</c> of a delta is the last one plus one.
/// </summary>
/// <remarks>Belongs to the public stream's task. Allocates nothing in steady state.</remarks>
internal sealed class BybitBook
{
    private const long FirstAfterRestart = 1;

    private readonly BybitBookFrame _frame;

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

    /// <param name="message">The whole message.</param>
    public BybitBookResult Apply(ReadOnlySpan<byte> message)
    {
        try
        {
            _frame.Read(message);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException)
        {
            Lose();
            return BybitBookResult.Malformed;
        }

        if (_frame.IsSnapshot || _frame.UpdateId == FirstAfterRestart)
        {
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
        Book.EndUpdate(_frame.UpdateId, _frame.VenueTime);
        return BybitBookResult.Applied;
    }

    private void Replace()
    {
        Book.BeginSnapshot();
        WriteLevels();
        Book.EndSnapshot(_frame.UpdateId, _frame.VenueTime);
        AwaitsSnapshot = false;
    }

    private void WriteLevels()
    {
        foreach (BybitLevel level in _frame.Levels)
        {
            Book.Set(level.Side, level.Price, level.Quantity);
        }
    }
}
