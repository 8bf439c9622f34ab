using System.Threading.Channels;
using PropBot.Simulation;

namespace PropBot.Simulator.Framing;

/// <summary>
/// The one task that touches the market. It advances the market with the clock and carries out requests in the order of their
/// due times, so no lock guards anything and the order of events is defined.
/// </summary>
/// <remarks>
/// After every step and every request: what changed goes to the store, then the protocols tell it, then the request is
/// answered. No step of the feed is ever skipped; when the loop falls behind, the clock waits for it.
/// </remarks>
public sealed class SimulatorLoop : IAsyncDisposable
{
    private const int WorkLimit = 16_384;

    /// <summary>Real time between two looks at real time while the market stands still.</summary>
    private static readonly TimeSpan StandingTick = TimeSpan.FromMilliseconds(50);

    /// <summary>Real time by which the clock may be ahead of the market before it waits.</summary>
    private static readonly TimeSpan GrantAhead = TimeSpan.FromMilliseconds(250);

    /// <summary>Real time after which the loop looks at its requests again even when the market has more steps to take.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Market time between two calls of <see cref="ISimulatedProtocol.OnTime"/> at most.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedMarket _market;
    private readonly SimulationClock _clock;
    private readonly ILoopOutput _output;
    private readonly SeededRandom _random;
    private readonly Channel<LoopWork> _incoming;
    private readonly PriorityQueue<LoopWork, (DateTimeOffset Due, long Number)> _due = new();
    private readonly TickWork _tick = new();
    private ITimer? _timer;
    private Task? _running;
    private long _number;

    internal SimulatorLoop(SimulatedMarket market, SimulationClock clock, LatencyOptions latency, ulong seed, ILoopOutput output)
    {
        _market = market;
        _clock = clock;
        _output = output;
        _random = new SeededRandom(seed, "request latency");
        Latency = latency;
        _incoming = Channel.CreateBounded<LoopWork>(new BoundedChannelOptions(WorkLimit)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    public LatencyOptions Latency { get; }

    /// <summary>Ends when the loop ends; failed when a bug or a full disk stopped it.</summary>
    public Task Completion => _running ?? Task.CompletedTask;

    /// <summary>Carries out work on the loop and returns when its changes are stored and told.</summary>
    /// <param name="latency">Market time on the way, to which jitter is added; null: neither.</param>
    /// <param name="work">Gets the market time at which it runs.</param>
    /// <exception cref="SimulatorStoppedException">The loop has stopped; the work was not done.</exception>
    public Task<T> RunAsync<T>(TimeSpan? latency, Func<DateTimeOffset, T> work) => RunAsync(new LoopWork<T>(latency, work));

    /// <summary>Carries out work on the loop when the market has reached an instant; at once when it has.</summary>
    internal Task<T> RunAtAsync<T>(DateTimeOffset instant, Func<DateTimeOffset, T> work) => RunAsync(new LoopWork<T>(latency: null, work, instant));

    /// <summary>Lets so much market time pass.</summary>
    internal async Task DelayAsync(TimeSpan market, CancellationToken cancellationToken) =>
        await RunAtAsync(_clock.GetUtcNow() + market, _ => true).WaitAsync(cancellationToken);

    /// <summary>Does something later, in the order of the instants. On the loop only.</summary>
    internal void Schedule(DateTimeOffset instant, Action action) => _due.Enqueue(
        new LoopWork<bool>(
            latency: null,
            _ =>
            {
                action();
                return true;
            }),
        (Latest(instant, _market.Now), _number++));

    private async Task<T> RunAsync<T>(LoopWork<T> item)
    {
        try
        {
            await _incoming.Writer.WriteAsync(item);
        }
        catch (ChannelClosedException)
        {
            throw new SimulatorStoppedException();
        }

        return await item.Answer;
    }

    /// <summary>The same without latency and answer; nothing happens when the loop has stopped.</summary>
    internal async Task TryRunAsync(Action work)
    {
        try
        {
            await RunAsync(null, _ =>
            {
                work();
                return true;
            });
        }
        catch (SimulatorStoppedException)
        {
            // Then there is nobody left to tell.
        }
    }

    internal void Start()
    {
        _timer = _clock.CreateTimer(_ => _incoming.Writer.TryWrite(_tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _incoming.Writer.TryComplete();
        if (_running is { } running)
        {
            // Whoever watches Completion hears of a failure; stopping is not the place to throw it.
            await running.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (_timer is { } timer)
        {
            await timer.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            Turn();
            await foreach (LoopWork work in _incoming.Reader.ReadAllAsync())
            {
                Take(work);
                while (_incoming.Reader.TryRead(out LoopWork? more))
                {
                    Take(more);
                }

                Turn();
            }
        }
        finally
        {
            _incoming.Writer.TryComplete();
            RefuseAll();
        }
    }

    private void Take(LoopWork work)
    {
        if (work is TickWork)
        {
            return;
        }

        DateTimeOffset now = Latest(_clock.GetUtcNow(), _market.Now);
        _due.Enqueue(work, (Latest(now + TravelTime(work.Latency), work.At ?? now), _number++));
    }

    private TimeSpan TravelTime(TimeSpan? latency) =>
        latency is { } fixedPart ? fixedPart + (Latency.Jitter * _random.NextDouble()) : TimeSpan.Zero;

    /// <summary>Brings the market to the clock, or as far as one slice of time allows.</summary>
    private void Turn()
    {
        if (!_output.MustWait)
        {
            Advance();
        }

        // Also when clients fell behind during the advance: requests that are due do not wait with the market.
        bool waitsForClients = _output.MustWait;
        if (waitsForClients)
        {
            AnswerWhileWaiting();
        }

        _output.OnTime(_market.Now);
        _timer?.Change(RealTimeToNext(waitsForClients), Timeout.InfiniteTimeSpan);
    }

    private void Advance()
    {
        long started = _clock.GetTimestamp();
        DateTimeOffset target = Latest(_clock.GetUtcNow(), _market.Now);
        while (NextInstant() is { } next && next <= target)
        {
            if (HasWorkAt(next))
            {
                CarryOutWork();
            }
            else
            {
                _market.Step();
                _output.Publish();
                _output.OnTime(_market.Now);
            }

            if (_output.MustWait || _clock.GetElapsedTime(started) > Slice)
            {
                target = _market.Now;
            }
        }

        _market.AdvanceTo(target);
        _clock.GrantUntil(_market.Now + TimeSpan.FromTicks((long)(GrantAhead.Ticks * _clock.Speed)));
    }

    /// <summary>The market stands still, the requests do not.</summary>
    private void AnswerWhileWaiting()
    {
        DateTimeOffset now = Latest(_clock.GetUtcNow(), _market.Now);
        while (HasWorkAt(now))
        {
            CarryOutWork();
        }
    }

    private void CarryOutWork()
    {
        _due.TryDequeue(out LoopWork? work, out (DateTimeOffset Due, long) place);
        if (_market.NextTime is not { } step || place.Due < step)
        {
            _market.AdvanceTo(place.Due);
        }

        work!.Execute(_market.Now);
        _output.Publish();
        work.Complete();
    }

    /// <summary>The next step of the feed or the next request, whichever comes first; a request before a step of the same instant.</summary>
    private DateTimeOffset? NextInstant()
    {
        DateTimeOffset? step = _market.NextTime;
        if (_due.TryPeek(out _, out (DateTimeOffset Due, long) first) && (step is null || first.Due <= step))
        {
            return first.Due;
        }

        return step;
    }

    private bool HasWorkAt(DateTimeOffset instant) =>
        _due.TryPeek(out _, out (DateTimeOffset Due, long) first) && first.Due <= instant;

    private TimeSpan RealTimeToNext(bool waitsForClients)
    {
        if (waitsForClients)
        {
            return ShortestWait;
        }

        DateTimeOffset next = _market.Now + TickInterval;
        if (NextInstant() is { } instant && instant < next)
        {
            next = instant;
        }

        TimeSpan wait = _clock.ToReal(next - _clock.GetUtcNow());
        return wait <= ShortestWait ? ShortestWait : _clock.StandsStill && wait > StandingTick ? StandingTick : wait;
    }

    private void RefuseAll()
    {
        while (_incoming.Reader.TryRead(out LoopWork? work))
        {
            work.Refuse();
        }

        while (_due.TryDequeue(out LoopWork? work, out _))
        {
            work.Refuse();
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
