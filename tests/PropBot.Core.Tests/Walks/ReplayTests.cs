using System.Text;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;

namespace PropBot.Core.Tests.Walks;

/// <summary>The same events lead to the same effects, byte for byte, in another engine, and whoever looks in between.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void RecordedEvents_FedToAnotherEngine_LeadToTheSameEffects()
    {
        var walk = new EngineWalk(seed: 9);
        List<(EngineInput Input, string Effects)> recording = [];
        walk.Desk.Observer = (input, effects) => recording.Add((Copy(input), Text(effects)));
        walk.Run(steps: 300);

        // Every start in the recording is a new process.
        TradingEngine? engine = null;
        foreach ((EngineInput input, string effects) in recording)
        {
            engine = input.Event is EngineStarted ? new TradingEngine(walk.Desk.Options) : engine!;
            Assert.Equal(effects, Text(engine.Process(input)));
        }

        Assert.True(recording.Count > 1_000 && recording.Sum(r => r.Effects.Length) > 100_000, "the walk did something");
    }

    [Fact]
    public void Snapshots_TakenOrNot_ChangeNothing()
    {
        Assert.Equal(Run(takesSnapshots: true), Run(takesSnapshots: false));

        static string Run(bool takesSnapshots)
        {
            var walk = new EngineWalk(seed: 12);
            var text = new StringBuilder();
            walk.Desk.ChecksSnapshots = takesSnapshots;
            walk.Desk.Observer = (_, effects) => text.Append(Text(effects));
            walk.Run(steps: 300);
            return text.ToString();
        }
    }

    private static EngineInput Copy(EngineInput input)
    {
        if (input.Event is not DepthChanged depth)
        {
            return input;
        }

        // The loop refills its buffers; a recording keeps what was in them.
        var view = new DepthView(depth.View.Instrument);
        view.CopyFrom(depth.View);
        return input with { Event = new DepthChanged(view) };
    }

    private static string Text(IReadOnlyList<Effect> effects)
    {
        var text = new StringBuilder();
        foreach (Effect effect in effects)
        {
            text.Append(effect).Append('\n');
            foreach (Posting posting in effect is EntryPosted posted ? posted.Entry.Postings : [])
            {
                text.Append(posting).Append('\n');
            }

            foreach ((string name, string value) in effect is Journaled line ? line.Payload : [])
            {
                text.Append(name).Append('=').Append(value).Append('\n');
            }
        }

        return text.ToString();
    }
}
