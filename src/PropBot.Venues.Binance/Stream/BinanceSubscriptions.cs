using System.Text.Json;
using PropBot.Core.Instruments;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// The streams that one connection shall carry. The venue takes any name in the address and says nothing: its answer to
/// <c>LIST_SUBSCRIPTIONS</c> is the acknowledgement (rule C3).
/// </summary>
internal sealed class BinanceSubscriptions(IReadOnlyList<string> names, VenueClock clock)
{
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Also a sign of life when nothing else is to be told. Limit: 10 messages a second.</summary>
    public static ReadOnlyMemory<byte> Question { get; } = """{"method":"LIST_SUBSCRIPTIONS","id":1}"""u8.ToArray();

    public static IReadOnlyList<string> NamesOf(IReadOnlyList<Instrument> instruments, string stream) =>
        [.. instruments.Select(i => $"{i.NativeSymbol.ToLowerInvariant()}@{stream}")];

    /// <summary>Waits for the first answer to <see cref="Question"/>.</summary>
    /// <param name="limit">Real time.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    public Task WaitAsync(TimeSpan limit, CancellationToken connectionEnded) => _acknowledged.Task.WaitAsync(limit, clock.Time, connectionEnded);

    /// <summary>Reads an answer.</summary>
    /// <returns>False for a message that is none.</returns>
    /// <exception cref="InvalidOperationException">A stream is not in it: the connection has to be made anew.</exception>
    public bool Read(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("result"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            Check(ref reader);
            _acknowledged.TrySetResult();
            return true;
        }

        return false;
    }

    private void Check(ref Utf8JsonReader list)
    {
        int found = 0;
        while (list.Read() && list.TokenType == JsonTokenType.String)
        {
            foreach (string name in names)
            {
                if (list.ValueTextEquals(name))
                {
                    found++;
                    break;
                }
            }
        }

        if (found < names.Count)
        {
            throw new InvalidOperationException($"the venue carries {found} of {names.Count} streams");
        }
    }
}
