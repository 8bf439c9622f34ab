using PropBot.Host.Surface;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class SnapshotBoardTests
{
    [Fact]
    public async Task Wait_VersionAlreadyPassed_EndsAtOnce()
    {
        var board = new SnapshotBoard();
        Assert.Null(board.Current);
        Assert.Equal(0, board.Version);
        board.Publish(SampleDesk.Trading());
        await board.WaitForChangeAsync(0, CancellationToken.None);
        Assert.Equal(1, board.Version);
    }

    [Fact]
    public async Task Wait_EverybodyIsWokenByTheNextPublication()
    {
        var board = new SnapshotBoard();
        Task[] readers = [.. Enumerable.Range(0, 5).Select(_ => board.WaitForChangeAsync(0, CancellationToken.None).AsTask())];
        Assert.All(readers, r => Assert.False(r.IsCompleted));
        board.Publish(SampleDesk.Trading());
        await Task.WhenAll(readers);
        Assert.False(board.WaitForChangeAsync(1, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Wait_Cancelled_LetsGo()
    {
        var board = new SnapshotBoard();
        using var stop = new CancellationTokenSource();
        Task waiting = board.WaitForChangeAsync(0, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
