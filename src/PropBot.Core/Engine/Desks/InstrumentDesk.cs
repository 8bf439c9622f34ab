using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// What is traded, and by which rules. A rule that the venue has changed since it was accepted stops opening on the instrument
/// until a person has read it, or until the venue takes it back; what is open goes on by the new rules.
/// </summary>
internal sealed class InstrumentDesk(EngineState state)
{
    public void OnInstruments(InstrumentsLoaded loaded)
    {
        foreach (Instrument instrument in loaded.Instruments)
        {
            Compare(Put(instrument));
        }
    }

    public void OnAcknowledged(InstrumentChangeAcknowledged read)
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            if (instrument.UnreadChanges.Count == 0 || (read.Instrument is { } only && only != id))
            {
                continue;
            }

            string changes = Words(instrument.UnreadChanges);
            instrument.UnreadChanges = [];
            Accept(instrument.Instrument);
            state.Effects.Add(new Journaled("instrument.acknowledged",
            [
                new("instrument", id.ToString()), new("actor", read.Actor), new("changes", changes), new("correlation_id", read.CorrelationId),
            ]));
            state.Alert(AlertSeverity.Info, "instrument_acknowledged",
                $"{id}: {read.Actor} has read the venue's change ({changes}); opening may go on.",
                $"{id}: {read.Actor} принял изменение биржи ({changes}); новые пары снова разрешены.");
        }
    }

    private InstrumentState Put(Instrument instrument)
    {
        if (state.Instruments.TryGetValue(instrument.Id, out InstrumentState? known))
        {
            known.Instrument = instrument;
            if (known.Depth is { } view)
            {
                view.Instrument = instrument;
            }

            return known;
        }

        var added = new InstrumentState(instrument);
        state.Instruments.Add(instrument.Id, added);
        state.Listed.Add(added);
        if (!state.BySymbol.TryGetValue(instrument.Id.Symbol, out List<InstrumentState>? siblings))
        {
            state.BySymbol.Add(instrument.Id.Symbol, siblings = []);
        }

        siblings.Add(added);
        siblings.Sort(static (a, b) => a.Instrument.Id.CompareTo(b.Instrument.Id));
        return added;
    }

    private void Compare(InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        if (!state.AcceptedRules.TryGetValue(id, out AcceptedRules? accepted))
        {
            Accept(instrument.Instrument);
            return;
        }

        IReadOnlyList<KeyValuePair<string, string>> rules = RuleChange.RulesOf(instrument.Instrument);
        IReadOnlyList<RuleChange> changes = RuleChange.Between(accepted.Rules, rules);
        IReadOnlyList<RuleChange> before = instrument.UnreadChanges;
        instrument.UnreadChanges = changes;
        if (changes.Count == 0)
        {
            // The lists may still differ in rules that this version of the program has new.
            if (!accepted.Rules.SequenceEqual(rules))
            {
                Accept(instrument.Instrument);
            }

            TellOfReturn(id, before);
        }
        else if (!changes.SequenceEqual(before))
        {
            Tell(id, changes);
        }
    }

    private void Accept(Instrument instrument)
    {
        var accepted = new AcceptedRules(instrument.Id, RuleChange.RulesOf(instrument));
        state.AcceptedRules[instrument.Id] = accepted;
        state.Effects.Add(new RulesAccepted(accepted));
    }

    private void Tell(InstrumentId id, IReadOnlyList<RuleChange> changes)
    {
        string words = Words(changes);
        state.Effects.Add(new Journaled("instrument.changed", [new("instrument", id.ToString()), new("changes", words)]));
        state.Alert(AlertSeverity.Critical, "instrument_changed",
            $"{id}: the venue has changed {words}. Nothing opens on it until somebody acknowledges the change; what is open goes on by the new rules.",
            $"{id}: биржа изменила {words}. Новые пары на нём не открываются, пока изменение не приняли; открытые сопровождаются по новым правилам.");
    }

    private void TellOfReturn(InstrumentId id, IReadOnlyList<RuleChange> before)
    {
        if (before.Count == 0)
        {
            return;
        }

        string words = Words(before);
        state.Effects.Add(new Journaled("instrument.changed_back", [new("instrument", id.ToString()), new("changes", words)]));
        state.Alert(AlertSeverity.Info, "instrument_changed_back",
            $"{id}: the venue has taken its change back ({words}); opening may go on.",
            $"{id}: биржа отменила изменение ({words}); новые пары снова разрешены.");
    }

    private static string Words(IReadOnlyList<RuleChange> changes) => string.Join("; ", changes);
}
