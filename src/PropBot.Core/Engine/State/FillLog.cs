using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The booked fills of one instrument since it was last compared with the venue's list, and how far that is.</summary>
internal sealed class FillLog(InstrumentId instrument)
{
    private readonly Dictionary<string, FillReport> _booked = new(StringComparer.Ordinal);

    public InstrumentId Instrument { get; } = instrument;

    /// <summary>Up to when the two agree, the venue's time; null before the first question of a fresh desk.</summary>
    public DateTimeOffset? AgreedUntil { get; set; }

    /// <summary>The same as the ledger has it.</summary>
    public DateTimeOffset? KeptUntil { get; set; }

    /// <summary>When it was last asked for; null before the first question.</summary>
    public TimeSpan? AskedElapsed { get; set; }

    /// <summary>Number of the event that asked last; 0 once it is answered.</summary>
    public long Question { get; set; }

    /// <summary>Questions in a row that got no certain answer.</summary>
    public int Failures { get; set; }

    /// <summary>Compared since the start of this run.</summary>
    public bool WasCompared { get; set; }

    public IEnumerable<FillReport> Booked => _booked.Values;

    public void Add(FillReport fill) => _booked[fill.TradeId.Value] = fill;

    public bool Has(TradeId trade) => _booked.ContainsKey(trade.Value);

    /// <summary>What is so old that no question reaches it is not needed any more.</summary>
    public void Agreed(DateTimeOffset until)
    {
        AgreedUntil = until;
        foreach (FillReport old in _booked.Values.Where(f => f.VenueTime < until - FillAgreement.Margin).ToArray())
        {
            _booked.Remove(old.TradeId.Value);
        }
    }
}
