namespace PropBot.Venues.Bybit.Stream;

/// <summary>Waits until every subscription of a connection has been acknowledged.</summary>
internal sealed class Subscriptions
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _all = New();
    private int _missing;

    /// <summary>A new connection: earlier ones do not count.</summary>
    /// <param name="requests">Requests that will be made, above zero.</param>
    public Task Expect(int requests)
    {
        lock (_lock)
        {
            _missing = requests;
            _all = New();
            return _all.Task;
        }
    }

    public void Acknowledge()
    {
        lock (_lock)
        {
            if (--_missing == 0)
            {
                _all.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
