using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>An engine on two venues with one open pair of 0.08 BTC, long Binance at 60,000.1, short OKX at 60,300.0.</summary>
internal static class SweepDesk
{
    public static readonly InstrumentId Binance = TestInstruments.BinanceBtc.Id;
    public static readonly InstrumentId Okx = TestInstruments.OkxBtc.Id;

    /// <summary>The sweep of <see cref="WaitingForOkxAsync"/>.</summary>
    public const string SweepId = "shift-1";

    /// <summary>Close-all of one open pair while OKX is gone.</summary>
    public static async Task<WebDesk> WaitingForOkxAsync()
    {
        WebDesk desk = await WebDesk.OverAsync(WithOpenPair(o => o with { Control = o.Control with { TwoManRule = true } }));
        EngineHarness engine = desk.Engine!;
        engine.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection refused"));
        engine.Feed(new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", SweepId));
        Serve(engine);
        desk.Publish();
        return desk;
    }

    public static EngineHarness WithOpenPair(Func<EngineOptions, EngineOptions>? change = null)
    {
        EngineHarness desk = Quiet(change);
        desk.Quote(Okx, 60_300.0m, 60_300.1m);
        foreach (OrderIntent order in desk.TakePlaced())
        {
            desk.Complete(order);
        }

        return desk;
    }

    public static EngineHarness Quiet(Func<EngineOptions, EngineOptions>? change = null)
    {
        Instrument[] instruments = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc];
        var options = new EngineOptions
        {
            Venues = [.. instruments.Select(i => i.Id.Venue)],
            Symbols = [instruments[0].Id.Symbol],
            Autopilot = true,
        };
        var desk = new EngineHarness(change?.Invoke(options) ?? options, instruments);
        desk.Start();
        desk.Connect();
        foreach (Instrument instrument in instruments)
        {
            desk.Quote(instrument.Id, 60_000.0m, 60_000.1m);
        }

        desk.Pass(desk.Options.Strategy.WarmUp + TimeSpan.FromSeconds(1));
        desk.TakeQuestions();
        // From here on the test answers what is asked for open orders.
        desk.AnswersOpenOrders = false;
        return desk;
    }

    /// <summary>The venues fill what they are sent and answer what they are asked, for a few seconds.</summary>
    public static void Serve(EngineHarness desk)
    {
        for (int step = 0; step < 50; step++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                desk.Complete(order);
            }

            desk.AnswerQuestions();
            desk.Pass(0.1);
        }
    }
}
