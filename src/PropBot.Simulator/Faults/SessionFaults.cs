using System.Text.Json.Nodes;
using PropBot.Core.Instruments;
using PropBot.Simulator.Faults.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Faults;

/// <summary>What faults of streams share at one venue.</summary>
internal sealed class StreamFaults(VenueFaults faults, IWireDialect dialect, SimulatorLoop loop, SimulationClock clock, IReadOnlyList<Instrument> instruments)
{
    private readonly Dictionary<string, Instrument> _byName = instruments.ToDictionary(one => one.NativeSymbol);
    private readonly List<HeldFill> _held = [];

    public VenueFaults Faults => faults;

    public IWireDialect Dialect => dialect;

    public SimulatorLoop Loop => loop;

    public SimulationClock Clock => clock;

    public bool IsIdle => !faults.HasStreamFaults && _held.Count == 0;

    public Instrument? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>Whatever names this order is told so much later, for as long.</summary>
    public void HoldFillsOf(string clientOrderId, TimeSpan delay)
    {
        _held.Add(new HeldFill(clientOrderId, delay));
        loop.Schedule(clock.GetUtcNow() + delay, () => _held.RemoveAll(one => one.ClientOrderId == clientOrderId));
    }

    public TimeSpan HeldFor(ReadOnlyMemory<byte> message)
    {
        if (_held.Count == 0)
        {
            return TimeSpan.Zero;
        }

        string text = System.Text.Encoding.UTF8.GetString(message.Span);
        return _held.Find(one => text.Contains(one.ClientOrderId, StringComparison.Ordinal))?.Delay ?? TimeSpan.Zero;
    }

    private sealed record HeldFill(string ClientOrderId, TimeSpan Delay);
}

/// <summary>The faulty line to one client's socket. Used on the loop only.</summary>
internal sealed class SessionFaults(StreamFaults venue, ConnectionGate? gate)
{
    private ReadOnlyMemory<byte>? _behindNext;
    private DateTimeOffset _lineFreeAt;
    private int _onTheWay;
    private ActiveFault? _silence;

    /// <summary>Messages go out as they are.</summary>
    public bool IsIdle => venue.IsIdle && _onTheWay == 0 && _behindNext is null && _silence is null;

    public void Send(WebSocketSession session, ReadOnlyMemory<byte> utf8)
    {
        DateTimeOffset now = venue.Clock.GetUtcNow();
        if (IsSilent(now))
        {
            return;
        }

        JsonNode? root = MessageEdits.Parse(utf8.Span);
        StreamMessage message = root is null ? default : venue.Dialect.Read(root);
        var letter = new Letter(utf8, root, message.Topic);
        if (venue.Faults.Clock.IsOff && root is not null)
        {
            letter.IsChanged |= MessageEdits.Shift(root, venue.Dialect, venue.Faults.Clock.At(now));
        }

        foreach (ActiveFault fault in venue.Faults.StrikeMessage(fault => Fits(fault, message, utf8), now))
        {
            Strike(session, fault, letter, now);
            if (letter.IsGone)
            {
                return;
            }
        }

        letter.Delay += venue.HeldFor(utf8);
        Post(session, letter, now);
    }

    private void Strike(WebSocketSession session, ActiveFault fault, Letter letter, DateTimeOffset now)
    {
        switch (fault.Kind)
        {
            case FaultKind.StreamLost or FaultKind.PrivateLost:
                letter.IsGone = true;
                break;
            case FaultKind.StreamReset:
                letter.IsGone = true;
                session.Abort();
                break;
            case FaultKind.SilentSocket:
                letter.IsGone = true;
                _silence = fault;
                gate?.Close();
                Listen(now);
                break;
            case FaultKind.StreamDuplicated or FaultKind.PrivateDuplicated:
                letter.Copies++;
                break;
            case FaultKind.StreamReordered or FaultKind.PrivateReordered:
                letter.GoesBehind = true;
                break;
            case FaultKind.StreamLatency or FaultKind.LateFill:
                letter.Delay += fault.Rule.EffectiveDelay;
                break;
            case FaultKind.StreamJitter:
                letter.Delay += fault.Rule.EffectiveDelay * venue.Faults.Draw(fault);
                break;
            case FaultKind.TruncatedFrame:
                letter.IsTruncated = true;
                break;
            default:
                letter.IsChanged |= Edit(fault, letter.Root!);
                break;
        }
    }

    private bool Edit(ActiveFault fault, JsonNode root)
    {
        decimal size = fault.Rule.EffectiveSize;
        switch (fault.Kind)
        {
            case FaultKind.SequenceGap:
                return MessageEdits.BreakSequence(root, venue.Dialect, size);
            case FaultKind.StaleStreamSnapshot:
                return MessageEdits.MakeStale(root, venue.Dialect, size, fault.Rule.EffectiveDelay);
            case FaultKind.BadChecksum:
                return MessageEdits.SpoilChecksum(root, venue.Dialect);
            case FaultKind.CrossedBook:
                return venue.Find(venue.Dialect.Read(root).Instrument) is { } instrument && MessageEdits.Cross(root, venue.Dialect, instrument.Tick);
            case FaultKind.WrongTypeFrame:
                MessageEdits.SpoilTypes(root);
                return true;
            case FaultKind.UnknownFieldFrame:
                MessageEdits.AddUnknownField(root);
                return true;
            default:
                return false;
        }
    }

    private void Post(WebSocketSession session, Letter letter, DateTimeOffset now)
    {
        ReadOnlyMemory<byte> bytes = letter.Bytes();
        if (letter.GoesBehind && _behindNext is null)
        {
            _behindNext = bytes;
            return;
        }

        for (int i = 0; i < letter.Copies; i++)
        {
            Deliver(session, bytes, letter.Delay, now);
        }

        if (_behindNext is { } older && letter.Topic != StreamTopic.Control)
        {
            _behindNext = null;
            Deliver(session, older, letter.Delay, now);
        }
    }

    /// <summary>In the order of sending, so nothing overtakes what is on the way.</summary>
    private void Deliver(WebSocketSession session, ReadOnlyMemory<byte> bytes, TimeSpan delay, DateTimeOffset now)
    {
        DateTimeOffset due = now + delay;
        if (_onTheWay == 0 && delay <= TimeSpan.Zero)
        {
            session.Enqueue(bytes);
            return;
        }

        _lineFreeAt = _onTheWay > 0 && _lineFreeAt > due ? _lineFreeAt : due;
        _onTheWay++;
        venue.Loop.Schedule(_lineFreeAt, () =>
        {
            _onTheWay--;
            session.Enqueue(bytes);
        });
    }

    private bool Fits(ActiveFault fault, StreamMessage message, ReadOnlyMemory<byte> utf8)
    {
        StreamTopic topic = message.Topic;
        bool fits = fault.Kind switch
        {
            FaultKind.StreamLatency or FaultKind.StreamJitter or FaultKind.SilentSocket => true,
            FaultKind.StreamLost or FaultKind.StreamDuplicated or FaultKind.StreamReordered =>
                topic is StreamTopic.Market or StreamTopic.Book or StreamTopic.BookSnapshot,
            FaultKind.SequenceGap => topic == StreamTopic.Book,
            FaultKind.StaleStreamSnapshot => topic == StreamTopic.BookSnapshot,
            FaultKind.BadChecksum or FaultKind.CrossedBook => topic is StreamTopic.Book or StreamTopic.BookSnapshot,
            FaultKind.PrivateLost or FaultKind.PrivateDuplicated or FaultKind.PrivateReordered => topic is StreamTopic.Private or StreamTopic.Fill,
            FaultKind.LateFill => topic == StreamTopic.Fill,
            _ => topic != StreamTopic.Control,
        };
        return fits
            && (fault.Rule.Match is not { } match || System.Text.Encoding.UTF8.GetString(utf8.Span).Contains(match, StringComparison.Ordinal))
            && (fault.Rule.Instrument is not { } symbol || venue.Find(message.Instrument)?.Id.Symbol == symbol);
    }

    private bool IsSilent(DateTimeOffset now)
    {
        if (_silence is { } silence && (silence.IsTakenBack || now >= silence.Ends))
        {
            _silence = null;
            gate?.Open();
        }

        return _silence is not null;
    }

    /// <summary>Looks again when the silence should be over, so that pings are answered from then on.</summary>
    private void Listen(DateTimeOffset now)
    {
        if (_silence is { } silence)
        {
            DateTimeOffset again = now + TimeSpan.FromSeconds(1);
            venue.Loop.Schedule(silence.Ends is { } end && end < again ? end : again, () =>
            {
                DateTimeOffset then = venue.Clock.GetUtcNow();
                if (IsSilent(then))
                {
                    Listen(then);
                }
            });
        }
    }

    /// <summary>A message and what becomes of it.</summary>
    private sealed class Letter(ReadOnlyMemory<byte> original, JsonNode? root, StreamTopic topic)
    {
        public StreamTopic Topic { get; } = topic;

        public JsonNode? Root { get; } = root;

        public bool IsChanged { get; set; }

        public bool IsTruncated { get; set; }

        public bool IsGone { get; set; }

        public bool GoesBehind { get; set; }

        public int Copies { get; set; } = 1;

        public TimeSpan Delay { get; set; }

        public ReadOnlyMemory<byte> Bytes()
        {
            ReadOnlyMemory<byte> bytes = IsChanged ? MessageEdits.Write(Root!) : original;
            return IsTruncated ? bytes[..(bytes.Length / 2)] : bytes;
        }
    }
}
