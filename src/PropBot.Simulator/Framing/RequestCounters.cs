namespace PropBot.Simulator.Framing;

/// <summary>What one listener has served since it started; written from many threads, read by the status page.</summary>
public sealed class RequestCounters
{
    private long _requests;
    private long _refused;
    private long _faults;
    private long _sessions;
    private long _openSessions;
    private long _messagesSent;
    private long _slowConsumers;

    public void CountAnswer(int statusCode)
    {
        Interlocked.Increment(ref _requests);
        if (statusCode >= 500)
        {
            Interlocked.Increment(ref _faults);
        }
        else if (statusCode >= 400)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    public void CountSessionOpened()
    {
        Interlocked.Increment(ref _sessions);
        Interlocked.Increment(ref _openSessions);
    }

    public void CountSessionClosed() => Interlocked.Decrement(ref _openSessions);

    public void CountMessageSent() => Interlocked.Increment(ref _messagesSent);

    public void CountSlowConsumer() => Interlocked.Increment(ref _slowConsumers);

    public RequestCounts Read() => new(
        Interlocked.Read(ref _requests),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _faults),
        Interlocked.Read(ref _sessions),
        Interlocked.Read(ref _openSessions),
        Interlocked.Read(ref _messagesSent),
        Interlocked.Read(ref _slowConsumers));
}

/// <param name="Requests">REST requests answered.</param>
/// <param name="Refused">Of these with a status of 400 to 499.</param>
/// <param name="Faults">Of these with a status of 500 or above.</param>
/// <param name="Sessions">WebSocket sessions opened.</param>
/// <param name="OpenSessions">WebSocket sessions open now.</param>
/// <param name="MessagesSent">WebSocket messages handed to the sockets.</param>
/// <param name="SlowConsumers">Sessions that were cut off because their queue was full.</param>
public sealed record RequestCounts(
    long Requests, long Refused, long Faults, long Sessions, long OpenSessions, long MessagesSent, long SlowConsumers);
