namespace PropBot.Venues;

/// <summary>Wakes one waiter; set many times before the wait, it wakes once.</summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);
    private int _isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _semaphore.Release();
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken);
        Interlocked.Exchange(ref _isSet, 0);
    }

    /// <param name="limit">Real time; what is over already is looked at once. A timer takes a time just below zero for "never".</param>
    /// <returns>False when the time was over first.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, VenueClock clock, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = new(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _semaphore.Dispose();
}
