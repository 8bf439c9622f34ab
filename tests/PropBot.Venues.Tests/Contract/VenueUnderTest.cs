using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>A venue that a test may use as it likes: the account is its own and starts flat.</summary>
public abstract class VenueUnderTest : IAsyncDisposable
{
    /// <summary>Market time and real timers of the venue.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>How to reach it directly.</summary>
    public abstract VenueOptions Options { get; }

    public abstract IVenueAdapter CreateAdapter(VenueOptions options, VenueClock clock);

    /// <summary>The venue does something by itself; returns when it has.</summary>
    /// <param name="act">As the simulator names its faults: <c>forced_liquidation</c>.</param>
    public abstract Task ActAsync(string act, Symbol? symbol = null, decimal? size = null);

    /// <summary>Somebody changes the account on the venue's site; returns when it is so.</summary>
    public abstract Task ChangeSettingsAsync(Symbol? symbol, int? leverage, MarginMode? margin, PositionMode? position);

    /// <summary>The account's margin runs out so far that the venue warns, in its own way: by a message, or by the margin rate it tells.</summary>
    public abstract Task LetMarginRunOutAsync(IVenueAdapter adapter);

    /// <summary>A dollar coin is worth so much at this venue from now on.</summary>
    public abstract void MoveCoin(string coin, decimal dollars);

    public abstract ValueTask DisposeAsync();
}

/// <summary>An adapter that runs, and what it has told.</summary>
internal sealed class RunningAdapter : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private bool _isOver;

    public RunningAdapter(IVenueAdapter adapter)
    {
        Adapter = adapter;
        _running = Task.Run(() => adapter.RunAsync(Sink, _stop.Token));
    }

    public IVenueAdapter Adapter { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>Also twice: a test may end it before the suite does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(RecordingSink.Patience);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: returning and throwing are both right.
        }

        await Adapter.DisposeAsync();
        _stop.Dispose();
    }
}
