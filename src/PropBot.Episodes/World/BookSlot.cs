using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;

namespace PropBot.Episodes.World;

/// <summary>
/// One book on its way to the desk. While the desk waits for its ledger it has the older one in its hands, and here the latest is
/// written over and over.
/// </summary>
internal sealed class BookSlot(Instrument instrument)
{
    private readonly DepthChanged _changed = new(new DepthView(instrument));
    private readonly DepthView _latest = new(instrument);
    private bool _waits;

    /// <summary>Where the book is to be written; what it was by now is in it.</summary>
    public DepthView ToWrite(bool isHeldUp)
    {
        if (!isHeldUp)
        {
            return _changed.View;
        }

        if (!_waits)
        {
            _latest.CopyFrom(_changed.View);
            _waits = true;
        }

        return _latest;
    }

    public DepthChanged Take()
    {
        if (_waits)
        {
            _changed.View.CopyFrom(_latest);
            _waits = false;
        }

        return _changed;
    }
}
