using System.Text.Json;
using PropBot.Core.MarketData;

namespace PropBot.Venues.Okx.Parsing;

internal enum OkxBookResult
{
    /// <summary>The book moved, or was told that nothing did.</summary>
    Applied = 1,

    /// <summary>A snapshot replaced the book.</summary>
    Replaced = 2,

    /// <summary>An update before the first snapshot or after a break, or the last one once more.</summary>
    Ignored = 3,

    /// <summary>An update was lost: the book is untrusted until a snapshot, which has to be asked for.</summary>
    Gap = 4,

    /// <summary>The book differs from the venue's: as <see cref="Gap"/>.</summary>
    ChecksumMismatch = 5,

    /// <summary>The message could not be read: as <see cref="Gap"/>.</summary>
    Malformed = 6,

    /// <summary>A snapshot from before what is known: not believed, another one has to be asked for.</summary>
    OldSnapshot = 7,
}

/// <summary>
/// One instrument's book with the venue's rules of continuity, numbered as in docs/venues/okx-perp.md:
/// B1 a snapshot (<c>prevSeqId</c> -1) replaces everything; B2 an update follows when its <c>prevSeqId</c> is the <c>seqId</c> applied
/// last, also when nothing changed (both equal) and after the venue's maintenance (<c>seqId</c> smaller); B3 a checksum that
/// is sent has to match, as far as the book can show every level; B4 an update with neither sequence nor checksum cannot be trusted;
/// B5 the best 400 levels a side are kept, as the venue keeps them; B6 a snapshot older than what is known is not believed.
/// </summary>
/// <remarks>Belongs to the public stream's task. Allocates nothing in steady state.</remarks>
internal sealed class OkxBook
{
    /// <summary>Levels a side of the channel <c>books</c>.</summary>
    public const int Depth = 400;

    private readonly OkxBookFrame _frame;
    private readonly OkxChecksum _checksum;
    private long? _lastSequenceId;
    private long? _lastPreviousSequenceId;
    private DateTimeOffset _newest;
    private int _oldSnapshots;
    private bool _isExact;

    public OkxBook(OkxListing listing)
    {
        Listing = listing;
        Book = new OrderBook(listing.Instrument.PriceScale, listing.Units.BaseScale, Depth);
        _frame = new OkxBookFrame(listing.Instrument.PriceScale, listing.Units);
        _checksum = new OkxChecksum(listing.Units);
    }

    public OkxListing Listing { get; }

    public OrderBook Book { get; }

    /// <summary>No update is applied until the next snapshot.</summary>
    public bool AwaitsSnapshot { get; private set; } = true;

    /// <summary>Not to be believed until the next snapshot.</summary>
    /// <param name="trust">Unsynced: something is missing. Suspect: something is wrong.</param>
    public void Lose(BookTrust trust = BookTrust.Unsynced)
    {
        AwaitsSnapshot = true;
        Book.Distrust(trust);
    }

    /// <param name="data">From the bracket that opens <c>data</c>.</param>
    public OkxBookResult Apply(ReadOnlySpan<byte> data, bool isSnapshot)
    {
        if (AwaitsSnapshot && !isSnapshot)
        {
            return OkxBookResult.Ignored;
        }

        try
        {
            _frame.Read(data);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException)
        {
            Lose(BookTrust.Suspect);
            return OkxBookResult.Malformed;
        }

        if (isSnapshot && IsOld)
        {
            Lose();
            return OkxBookResult.OldSnapshot;
        }

        if (!isSnapshot && RepeatsLast)
        {
            return OkxBookResult.Ignored;
        }

        if (!isSnapshot && !Follows)
        {
            Lose();
            return OkxBookResult.Gap;
        }

        Write(isSnapshot);
        if (_frame.Checksum is { } expected && _isExact && _checksum.Compute(Book) != expected)
        {
            Lose(BookTrust.Suspect);
            return OkxBookResult.ChecksumMismatch;
        }

        return isSnapshot ? OkxBookResult.Replaced : OkxBookResult.Applied;
    }

    /// <summary>A venue that says so again and again has put its clock back.</summary>
    private bool IsOld
    {
        get
        {
            const int Believed = 3;
            _oldSnapshots = _frame.VenueTime < _newest ? _oldSnapshots + 1 : 0;
            return _oldSnapshots is > 0 and <= Believed;
        }
    }

    private bool Follows => _lastSequenceId is { } last
        ? _frame.PreviousSequenceId == last && _frame.SequenceId is not null
        : _frame.Checksum is not null && _isExact;

    private bool RepeatsLast => _lastSequenceId is { } last && _frame.SequenceId == last
        && _frame.PreviousSequenceId == _lastPreviousSequenceId && _frame.PreviousSequenceId != last;

    private void Write(bool isSnapshot)
    {
        if (isSnapshot)
        {
            Book.BeginSnapshot();
        }

        // What leaves, leaves first: a full side would drop its worst level for a new one although another one leaves.
        foreach (OkxLevel level in _frame.Levels)
        {
            if (level.Quantity == 0)
            {
                Book.Set(level.Side, level.Price, 0);
            }
        }

        foreach (OkxLevel level in _frame.Levels)
        {
            if (level.Quantity != 0)
            {
                Book.Set(level.Side, level.Price, level.Quantity);
            }
        }

        _newest = isSnapshot || _frame.VenueTime > _newest ? _frame.VenueTime : _newest;
        _isExact = _frame.IsExact && (isSnapshot || _isExact);
        _lastSequenceId = _frame.SequenceId;
        _lastPreviousSequenceId = _frame.PreviousSequenceId;
        long updateId = _frame.SequenceId ?? Book.UpdateId + 1;
        if (isSnapshot)
        {
            AwaitsSnapshot = false;
            Book.EndSnapshot(updateId, _frame.VenueTime);
        }
        else
        {
            Book.EndUpdate(updateId, _frame.VenueTime);
        }
    }
}
