using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Runtime;
using PropBot.Host.Surface;

namespace PropBot.Host.Tests.Runtime;

/// <summary>Goal: whatever waits for the engine, a stop is taken and comes next, and nothing that was given before it lets go after it.</summary>
public sealed class EngineInboxTests
{
    private static readonly HoldRequested Hold = new("anna", "wrong prices");
    private static readonly KillRequested Kill = new("anna", "wrong prices");
    private static readonly ApprovalConfirmed Confirm = new(ApprovalAction.Resume, null, "boris");
    private static readonly ResumeRequested Resume = new("boris", "go on");
    private static readonly InstrumentChangeAcknowledged Acknowledge = new(null, "boris");

    [Fact]
    public async Task Stop_GoesBeforeEveryCommandAndEventThatWaits()
    {
        using var inbox = new EngineInbox();
        await inbox.PublishAsync(new ClockTicked(), CancellationToken.None);
        inbox.Give(Acknowledge);
        inbox.Give(Hold);
        inbox.Give(Kill);
        Assert.True(inbox.HasStop);

        Assert.Equal([Hold, Kill, Acknowledge, new ClockTicked()], Taken(inbox));
        Assert.False(inbox.HasStop);
    }

    [Fact]
    public void Stop_IsTakenWhenNoOtherCommandIsAnyMore()
    {
        using var inbox = new EngineInbox();
        for (int n = 0; n < EngineInbox.CommandBound; n++)
        {
            inbox.Give(Acknowledge);
        }

        Assert.Throws<CommandNotTakenException>(() => inbox.Give(Acknowledge));
        inbox.Give(Hold);
        Assert.Equal(Hold, Taken(inbox)[0]);
    }

    [Fact]
    public async Task Release_ThatAStopHasOvertaken_IsGivenBackAndALaterOneIsNot()
    {
        using var inbox = new EngineInbox();
        GivenCommand confirm = inbox.Give(Confirm);
        GivenCommand resume = inbox.Give(Resume);
        inbox.Give(Hold);
        inbox.Give(Confirm);

        Assert.Equal([Hold, Confirm], Taken(inbox));
        foreach (GivenCommand overtaken in (GivenCommand[])[confirm, resume])
        {
            Assert.Contains("A stop was given after it", (await Assert.ThrowsAsync<CommandNotTakenException>(() => overtaken.Handled)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Closed_FailsTheStopsThatWaitToo()
    {
        using var inbox = new EngineInbox();
        GivenCommand hold = inbox.Give(Hold);
        inbox.Close("the test is over");
        await Assert.ThrowsAsync<CommandNotTakenException>(() => hold.Handled);
        Assert.Throws<CommandNotTakenException>(() => inbox.Give(Hold));
    }

    private static List<EngineEvent> Taken(EngineInbox inbox)
    {
        var taken = new List<EngineEvent>();
        while (inbox.TryReadEvent(out InboxItem item))
        {
            taken.Add(item.Event);
        }

        return taken;
    }
}
