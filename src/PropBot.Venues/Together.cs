namespace PropBot.Venues;

/// <summary>Runs what belongs together until the first of it ends: then the rest is cancelled, and how the first one ended is how all did.</summary>
/// <remarks>None of the parts ends by itself: waiting for all of them would keep the failure of one silent for as long as the others live.</remarks>
public static class Together
{
    /// <exception cref="Exception">That of the part that ended first.</exception>
    public static async Task RunAsync(CancellationToken cancellationToken, params IReadOnlyList<Func<CancellationToken, Task>> parts)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running = [.. parts.Select(start => start(ending.Token))];
        Task first = await Task.WhenAny(running);
        await ending.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }
}
