using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Host.Runtime;
using PropBot.Venues;

namespace PropBot.Host.Tests.Runtime;

/// <summary>Goal: no end of an adapter silences its venue for the life of the process.</summary>
public sealed class AdapterSupervisorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _ending = new();
    private readonly ListeningSink _sink = new();
    private readonly LoggedLines _log = new();

    [Fact]
    public async Task Run_AdapterThrowsIsCancelledByAStrangerOrReturns_IsDownAndRunsAgain()
    {
        using var stranger = new CancellationTokenSource();
        await stranger.CancelAsync();
        await using var adapter = new FailingAdapter(
            () => Task.FromException(new InvalidOperationException("the setup is broken")),
            () => throw new InvalidOperationException("before the first wait"),
            () => Task.FromCanceled(stranger.Token),
            () => Task.CompletedTask);
        AdapterSupervisor supervisor = Supervisor(adapter);

        Task running = supervisor.RunAsync(_sink, _ending.Token);
        await adapter.RunsWell.WaitAsync(Patience);

        Assert.Equal(4, supervisor.Restarts);
        Assert.Equal(
            [
                "InvalidOperationException: the setup is broken",
                "InvalidOperationException: before the first wait",
                "TaskCanceledException: A task was canceled.",
                "it returned without being told to",
            ],
            _sink.Events.Cast<VenueLinkChanged>().Select(e => e.Reason));
        Assert.All(_sink.Events.Cast<VenueLinkChanged>(), e => Assert.Equal((VenueId.OkxPerp, VenueLink.Down), (e.Venue, e.Link)));
        Assert.Equal(4, _log.Warnings.Count);
        Assert.Contains("the setup is broken", _log.Warnings[0], StringComparison.Ordinal);

        await _ending.CancelAsync();
        await running.WaitAsync(Patience);
        Assert.Equal(4, supervisor.Restarts);
    }

    [Fact]
    public async Task Run_ToldToEnd_IsNoRestart()
    {
        await using var adapter = new FailingAdapter();
        AdapterSupervisor supervisor = Supervisor(adapter);
        Task running = supervisor.RunAsync(_sink, _ending.Token);

        await _ending.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Equal(0, supervisor.Restarts);
        Assert.Empty(_sink.Events);
    }

    [Fact]
    public async Task Run_EngineTakesNothingAnyMore_Ends()
    {
        await using var adapter = new FailingAdapter(() => Task.FromException(new ChannelClosedException()));
        _sink.IsClosed = true;

        await Supervisor(adapter).RunAsync(_sink, _ending.Token).WaitAsync(Patience);

        Assert.False(adapter.RunsWell.IsCompleted);
    }

    public void Dispose() => _ending.Dispose();

    private AdapterSupervisor Supervisor(FailingAdapter adapter) => new(adapter, new VenueClock(new TimeWithoutPauses(), 0), _log, jitterSeed: 1);

    private sealed class LoggedLines : IVenueLog
    {
        public List<string> Warnings { get; } = [];

        public void Information(VenueId venue, string message)
        {
        }

        public void Warning(VenueId venue, string message) => Warnings.Add(message);
    }
}
