using System.Text;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;

namespace PropBot.Host.Drills;

/// <summary>
/// A drill: at a named instant this process ends as <c>kill -9</c> ends it. The shell tells the instants; without a drill it has none
/// to tell them to. A point is <c>instant/kind</c>, its kind what is committed, sent or answered (<see cref="CrashKinds"/>).
/// </summary>
public sealed class CrashDrill : IDisposable
{
    /// <summary>How long the first of two sends may take to leave before the kill between them comes all the same; real time.</summary>
    private static readonly TimeSpan LongestWayOut = TimeSpan.FromSeconds(2);

    private readonly Action _die;
    private readonly FileStream? _list;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly AsyncLocal<RequestOnItsWay?> _request = new();
    private readonly WireWatch _wire;
    private readonly Dictionary<string, long> _left = new(StringComparer.Ordinal);
    private RequestOnItsWay? _previous;

    /// <param name="die">Ends the process at once: no finally block, no flush.</param>
    public CrashDrill(CrashOptions options, Action die)
    {
        _die = die;
        foreach (CrashPoint point in options.Points)
        {
            _left[point.Name] = point.Passing;
        }

        // Appended without a buffer of ours: a line is with the operating system before the process may end.
        _list = options.ListPath is { } path ? new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0) : null;
        _wire = new WireWatch(OnWire);
    }

    public static CrashDrill? Of(CrashOptions? options) => options is null ? null : new CrashDrill(options, SelfKill.Now);

    /// <summary>A stage of the start is over.</summary>
    public void Started(string stage) => Pass("start", stage);

    /// <summary>A stage of the end is over.</summary>
    public void Ended(string stage) => Pass("shutdown", stage);

    public void BeforeCommit(IReadOnlyList<Effect> effects) => PassAll("before_commit", effects);

    /// <summary>One effect of a commit is written, its transaction is open.</summary>
    public void InCommit(LedgerEffect stored) => Pass("in_commit", CrashKinds.Of(stored));

    public void Committed(IReadOnlyList<Effect> effects)
    {
        _previous = null;
        PassAll("committed", effects);
    }

    /// <summary>The request is about to be handed to its adapter, after others of the same event.</summary>
    public void Sending(VenueEffect request)
    {
        if (_previous is { } first)
        {
            PassBetween(first);
        }

        _request.Value = new RequestOnItsWay(CrashKinds.Of(request));
    }

    /// <summary>The request was handed to its adapter; its bytes may or may not have left.</summary>
    public void Sent()
    {
        _previous = _request.Value;
        _request.Value = null;
        Pass("handed_over", _previous!.Kind);
    }

    /// <summary>A request's answer is in, and nothing of it has reached the engine.</summary>
    public void Answered(EngineEvent answer)
    {
        if (_request.Value is { } request)
        {
            Pass("answered", $"{request.Kind}.{CrashKinds.Of(answer)}");
        }
    }

    public void Dispose()
    {
        _wire.Dispose();
        _list?.Dispose();
    }

    private void OnWire()
    {
        if (_request.Value is { } request && request.Leave())
        {
            Pass("on_wire", request.Kind);
        }
    }

    /// <summary>An event's effects are often of one kind: it is passed once.</summary>
    private void PassAll(string instant, IReadOnlyList<Effect> effects)
    {
        _kinds.Clear();
        foreach (Effect effect in effects)
        {
            if (effect is LedgerEffect && _kinds.Add(CrashKinds.Of(effect)))
            {
                Pass(instant, CrashKinds.Of(effect));
            }
        }
    }

    /// <summary>The first is with the venue, the second has not left: that is what lies between two sends.</summary>
    private void PassBetween(RequestOnItsWay first)
    {
        const string Instant = "between_sends";
        if (_left.ContainsKey($"{Instant}/{first.Kind}"))
        {
            first.WaitUntilLeft(LongestWayOut);
        }

        Pass(Instant, first.Kind);
    }

    private void Pass(string instant, string kind)
    {
        string point = $"{instant}/{kind}";
        lock (_gate)
        {
            _list?.Write(Encoding.UTF8.GetBytes(point + "\n"));
            if (_left.TryGetValue(point, out long left))
            {
                _left[point] = left - 1;
                if (left == 1)
                {
                    _die();
                }
            }
        }
    }
}
