namespace PropBot.Venues.Streams;

/// <summary>
/// Whether one book stands, told by the stream's task, and the task beside it that asks for a new snapshot when it broke or
/// never came: with growing pauses, and not more often than <see cref="ResyncBudget"/> allows.
/// </summary>
/// <param name="budgetSpent">Told how long the next question has to wait when the budget is used up.</param>
public sealed class BookSync(VenueClock clock, int jitterSeed, Action<TimeSpan>? budgetSpent = null) : IDisposable
{
    /// <summary>How long a snapshot may take after it was asked for; real time.</summary>
    public static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Backoff _backoff = new(ShortestPause, LongestPause, jitterSeed);
    private readonly ResyncBudget _budget = new(clock);
    private readonly Signal _changed = new();
    private int _synced;
    private int _breaks;

    /// <summary>A snapshot and an unbroken chain since.</summary>
    public bool IsSynced => Volatile.Read(ref _synced) != 0;

    /// <summary>A snapshot has come.</summary>
    public void Stands()
    {
        if (Interlocked.Exchange(ref _synced, 1) == 0)
        {
            _changed.Set();
        }
    }

    /// <summary>The book or its connection broke, also when it did not stand.</summary>
    public void Broke()
    {
        Interlocked.Increment(ref _breaks);
        Interlocked.Exchange(ref _synced, 0);
        _changed.Set();
    }

    /// <summary>For the time of one connection: asks again, with growing pauses, whenever the book does not stand.</summary>
    public async Task KeepAsync(Func<CancellationToken, ValueTask> askForSnapshot, CancellationToken connectionEnded)
    {
        int breaks = Volatile.Read(ref _breaks);
        while (true)
        {
            if (await StandsWithinAsync(SnapshotPatience, breaks, connectionEnded))
            {
                await WaitUntilBrokenAsync(connectionEnded);
            }

            await Task.Delay(_backoff.Next(), clock.Time, connectionEnded);
            await WaitForBudgetAsync(connectionEnded);
            if (!IsSynced)
            {
                _budget.Count();
                breaks = Volatile.Read(ref _breaks);
                await askForSnapshot(connectionEnded);
            }
        }
    }

    /// <summary>Waits until every book stands, at most as long as a snapshot may take.</summary>
    public static async Task WaitForAllAsync(IReadOnlyList<BookSync> books, VenueClock clock, CancellationToken connectionEnded)
    {
        TimeSpan deadline = clock.Elapsed + SnapshotPatience;
        while (clock.Elapsed < deadline && books.Any(book => !book.IsSynced))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock.Time, connectionEnded);
        }
    }

    public void Dispose() => _changed.Dispose();

    private async Task WaitForBudgetAsync(CancellationToken connectionEnded)
    {
        TimeSpan wait = _budget.Wait();
        if (wait > TimeSpan.Zero && !IsSynced)
        {
            budgetSpent?.Invoke(wait);
            await Task.Delay(wait, clock.Time, connectionEnded);
        }
    }

    /// <param name="breaks">How often it had broken when the snapshot was asked for: one that broke since is not waited for.</param>
    private async Task<bool> StandsWithinAsync(TimeSpan limit, int breaks, CancellationToken connectionEnded)
    {
        TimeSpan deadline = clock.Elapsed + limit;
        while (!IsSynced)
        {
            TimeSpan left = deadline - clock.Elapsed;
            if (Volatile.Read(ref _breaks) != breaks)
            {
                return false;
            }

            if (left <= TimeSpan.Zero || !await _changed.WaitAsync(left, clock, connectionEnded))
            {
                return IsSynced;
            }
        }

        return true;
    }

    private async Task WaitUntilBrokenAsync(CancellationToken connectionEnded)
    {
        long stood = clock.Time.GetTimestamp();
        while (IsSynced)
        {
            await _changed.WaitAsync(connectionEnded);
        }

        if (clock.Time.GetElapsedTime(stood) > LongestPause)
        {
            _backoff.Reset();
        }
    }
}
