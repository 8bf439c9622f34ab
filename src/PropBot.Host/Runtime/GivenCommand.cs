using System.Diagnostics;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Runtime;

/// <summary>A command that waits for the engine: it is begun by the engine or withdrawn by whoever gave it, whichever comes first.</summary>
/// <param name="number">Commands are numbered in the order in which they are given.</param>
internal sealed class GivenCommand(EngineEvent command, long number)
{
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<CommandReceipt> _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _fate;

    public long Number => number;

    /// <summary>When it was given, as <see cref="Stopwatch.GetTimestamp"/> counts.</summary>
    public long GivenAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>It lets go of what holds the desk.</summary>
    public bool IsRelease { get; } = command is ApprovalConfirmed or ResumeRequested or StrategySwitched { Enabled: true };

    /// <summary>It stops opening or takes off what is on: worth carrying out however late.</summary>
    public bool IsStop { get; } = command.OnlyStopsOrReduces;

    /// <summary>Ends when the engine has handled it and the ledger has kept what came of it.</summary>
    public Task<CommandReceipt> Handled => _handled.Task;

    public bool TryBegin() => Interlocked.CompareExchange(ref _fate, Begun, 0) == 0;

    /// <returns>False: the engine has begun it.</returns>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _fate, Withdrawn, 0) == 0;

    public void Succeed(CommandReceipt receipt) => _handled.TrySetResult(receipt);

    public void Fail(string reason)
    {
        _handled.TrySetException(new CommandNotTakenException(reason));

        // Whoever gave it may not wait any more; then nobody misses the reason.
        _ = _handled.Task.Exception;
    }
}
