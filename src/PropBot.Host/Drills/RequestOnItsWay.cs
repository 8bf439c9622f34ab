namespace PropBot.Host.Drills;

/// <summary>A request of the engine between its handing over and its answer, as a drill follows it.</summary>
internal sealed class RequestOnItsWay(string kind)
{
    private int _leavings;

    public string Kind => kind;

    /// <returns>True the first time: a question that is read in several pages leaves once.</returns>
    public bool Leave() => Interlocked.Increment(ref _leavings) == 1;

    public void WaitUntilLeft(TimeSpan longest) => SpinWait.SpinUntil(() => Volatile.Read(ref _leavings) > 0, longest);
}
