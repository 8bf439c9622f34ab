using System.Text;

namespace PropBot.Venues;

/// <summary>Messages that could not be read: counted, and the beginnings of the latest ones kept for people.</summary>
public sealed class MalformedMessages
{
    /// <summary>Messages kept.</summary>
    public const int Capacity = 32;

    /// <summary>Bytes kept of each.</summary>
    public const int BytesKept = 256;

    private readonly Lock _lock = new();
    private readonly Queue<MalformedMessage> _latest = new(Capacity);
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Record(ReadOnlySpan<byte> message, string reason)
    {
        string beginning = Encoding.UTF8.GetString(message[..Math.Min(message.Length, BytesKept)]);
        lock (_lock)
        {
            _count++;
            if (_latest.Count == Capacity)
            {
                _latest.Dequeue();
            }

            _latest.Enqueue(new MalformedMessage(_count, reason, beginning));
        }
    }

    /// <summary>The latest, oldest first.</summary>
    public IReadOnlyList<MalformedMessage> Latest()
    {
        lock (_lock)
        {
            return [.. _latest];
        }
    }
}

/// <param name="Number">Which one it was, counted from 1 since the start.</param>
public sealed record MalformedMessage(long Number, string Reason, string Beginning);
