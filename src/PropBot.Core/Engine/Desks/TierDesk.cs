using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// The venues' own tables of leverage and maintenance margin: asked for as soon as an instrument is known and its venue is up, again whenever
/// the venue has changed one of its rules, and at intervals, because venues change them. What was told counts at once; until then, and
/// where nobody answers, the configured rate is assumed, and people are told.
/// </summary>
internal sealed class TierDesk(EngineState state)
{
    /// <summary>Elapsed time between two readings of one table; that of the adapters' own reading of the listing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>Elapsed time after a question that got no answer.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    /// <summary>A table that was not told again for so long is told to be old, elapsed time.</summary>
    private static readonly TimeSpan OldAfter = TimeSpan.FromHours(1);

    public void OnInstruments(InstrumentsLoaded loaded)
    {
        foreach (Instrument instrument in loaded.Instruments)
        {
            state.Instruments[instrument.Id].Margin.AskElapsed = state.Elapsed;
        }
    }

    public void Poll()
    {
        for (int i = 0; i < state.Listed.Count; i++)
        {
            InstrumentState instrument = state.Listed[i];
            InstrumentId id = instrument.Instrument.Id;
            if (state.Elapsed >= instrument.Margin.AskElapsed && state.Venues[id.Venue].Link == VenueLink.Up)
            {
                instrument.Margin.AskElapsed = state.Elapsed + RetryInterval;
                instrument.Margin.Question.Ask(state.Sequence, state.Elapsed);
                state.Effects.Add(new QueryPositionTiers(id) { Question = state.Sequence });
            }
        }
    }

    public void OnReported(PositionTiersReported told)
    {
        if (!state.Instruments.TryGetValue(told.Instrument, out InstrumentState? instrument) || told.Tiers.Count == 0
            || !instrument.Margin.Question.Hears(told.Question, state.Sequence))
        {
            return;
        }

        TierWatch margin = instrument.Margin;
        IReadOnlyList<PositionTier>? before = margin.Tiers;
        margin.Read(told.Tiers, state.At, state.Elapsed);
        margin.AskElapsed = state.Elapsed + Interval;
        if (before is null || !PositionTier.AreSame(before, told.Tiers))
        {
            state.Effects.Add(new Journaled("instrument.tiers",
                [new("instrument", told.Instrument.ToString()), new("before", before is null ? "none" : TierText.Of(before)), new("now", TierText.Of(told.Tiers))]));
            TellChange(told.Instrument, before, told.Tiers);
        }

        if (margin.IsTold)
        {
            margin.IsTold = false;
            state.Alert(AlertSeverity.Info, "margin_tiers_read",
                $"{told.Instrument}: the venue has told its table of maintenance margin; risk is worked out with it.",
                $"{told.Instrument}: биржа сообщила таблицу поддерживающей маржи; риск считается по ней.");
        }
    }

    public void OnFailed(PositionTiersQueryFailed failed)
    {
        if (!state.Instruments.TryGetValue(failed.Instrument, out InstrumentState? instrument) || !instrument.Margin.Question.Fails(failed.Question))
        {
            return;
        }

        TierWatch margin = instrument.Margin;
        margin.Failure = failed.Reason;
        if (margin.IsTold || (margin.Tiers is not null && state.Elapsed - margin.ReadElapsed < OldAfter))
        {
            return;
        }

        margin.IsTold = true;
        (string english, string russian) = margin.Tiers is null
            ? ($"the rate {Percent(state.Options.Risk.AssumedMaintenanceRate)} of risk.assumed_maintenance_rate is assumed",
                $"принята ставка {Percent(state.Options.Risk.AssumedMaintenanceRate)} из risk.assumed_maintenance_rate")
            : ($"that of {margin.ReadAt:yyyy-MM-dd HH:mm} UTC counts on", $"действует таблица от {margin.ReadAt:yyyy-MM-dd HH:mm} UTC");
        state.Alert(AlertSeverity.Warning, "margin_tiers_unread",
            $"{failed.Instrument}: the venue's table of maintenance margin cannot be read ({failed.Reason}); {english}. It is asked for every minute.",
            $"{failed.Instrument}: таблица поддерживающей маржи биржи не читается ({failed.Reason}); {russian}. Запрос повторяется каждую минуту.");
    }

    private void TellChange(InstrumentId id, IReadOnlyList<PositionTier>? before, IReadOnlyList<PositionTier> now)
    {
        if (before is null)
        {
            return;
        }

        (string english, string russian) = TierText.Changes(before, now);
        state.Alert(AlertSeverity.Warning, "margin_tiers_changed",
            $"{id}: the venue has changed its table of maintenance margin: {english}. It counts at once: look at the liquidation distance and the leverage.",
            $"{id}: биржа изменила таблицу поддерживающей маржи: {russian}. Новая действует сразу: проверьте расстояние до ликвидации и плечо.");
    }

    private static string Percent(decimal rate) => $"{WireNumber.Format(rate * 100m)} %";
}
