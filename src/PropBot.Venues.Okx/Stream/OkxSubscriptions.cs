using System.Text;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// Subscriptions of one connection, each verified: the venue answers every channel by itself, with an acknowledgement that names it or
/// with an error that does not. One group is asked for at a time, so that an error belongs to it.
/// </summary>
internal sealed class OkxSubscriptions(VenueClock clock, TimeSpan patience)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<string> _refusals = [];
    private TaskCompletionSource? _answered;
    private bool _oneRefusalIsEnough;

    /// <summary>Without these the connection is of no use.</summary>
    /// <exception cref="VenueSetupException">One was refused or not answered: the connection is made anew.</exception>
    public async Task RequireAsync(IStreamSender sender, IReadOnlyList<OkxChannel> channels, CancellationToken connectionEnded)
    {
        if (await SubscribeAsync(sender, channels, oneRefusalIsEnough: true, connectionEnded) is { Count: > 0 } refusals)
        {
            throw new VenueSetupException($"subscription refused: {string.Join(", ", refusals)}");
        }
    }

    /// <summary>These only tell things earlier than they would be asked for.</summary>
    /// <returns>Refusals, for people.</returns>
    /// <exception cref="VenueSetupException">One was not answered at all: the connection is made anew.</exception>
    public Task<IReadOnlyList<string>> TryAsync(IStreamSender sender, IReadOnlyList<OkxChannel> channels, CancellationToken connectionEnded) =>
        SubscribeAsync(sender, channels, oneRefusalIsEnough: false, connectionEnded);

    /// <summary>A new connection: nothing of the one before is answered any more.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _open.Clear();
            _refusals.Clear();
            _answered = null;
        }
    }

    /// <returns>True when the event answers a subscription that waits.</returns>
    public bool OnEvent(OkxPush push)
    {
        bool isAcknowledgement = push.Event.SequenceEqual("subscribe"u8);
        if (!isAcknowledgement && !push.Event.SequenceEqual("error"u8))
        {
            return false;
        }

        lock (_lock)
        {
            if (_answered is null)
            {
                return false;
            }

            if (isAcknowledgement)
            {
                if (!_open.Remove(KeyOf(Encoding.UTF8.GetString(push.Channel), Encoding.UTF8.GetString(push.InstrumentId))))
                {
                    return false;
                }
            }
            else
            {
                _refusals.Add($"{Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}".Trim());
            }

            // As many answers as questions: an error takes the place of one acknowledgement.
            if (_open.Count <= _refusals.Count || (_oneRefusalIsEnough && _refusals.Count > 0))
            {
                _answered.TrySetResult();
            }

            return true;
        }
    }

    private async Task<IReadOnlyList<string>> SubscribeAsync(
        IStreamSender sender, IReadOnlyList<OkxChannel> channels, bool oneRefusalIsEnough, CancellationToken connectionEnded)
    {
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _open.Clear();
            _refusals.Clear();
            _open.UnionWith(channels.Select(c => KeyOf(c.Name, c.InstrumentId ?? "")));
            _oneRefusalIsEnough = oneRefusalIsEnough;
            _answered = answered;
        }

        await sender.SendAsync(OkxMessages.Subscribe(channels), connectionEnded);
        try
        {
            await answered.Task.WaitAsync(patience, clock.Time, connectionEnded);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                throw new VenueSetupException($"no answer to the subscription of {string.Join(", ", _open.Order(StringComparer.Ordinal))} within {patience.TotalSeconds} s");
            }
        }

        lock (_lock)
        {
            _answered = null;
            return [.. _refusals];
        }
    }

    private static string KeyOf(string channel, string instrumentId) => instrumentId.Length == 0 ? channel : $"{channel} {instrumentId}";
}
