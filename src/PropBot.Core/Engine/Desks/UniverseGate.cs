using PropBot.Core.Engine.State;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Nothing opens on a symbol that was not asked for, on a contract that is new, or on one that is about to end.</summary>
internal sealed class UniverseGate(EngineState state)
{
    public RiskRefusal? Forbids(Instrument instrument)
    {
        if (!IsConfigured(instrument.Id.Symbol))
        {
            return On(instrument, 0m, 0m);
        }

        RiskOptions limits = state.Options.Risk;
        if (!limits.UniverseEnforced)
        {
            return null;
        }

        if (instrument.ListedAt is { } since && state.At - since < limits.MinListedFor)
        {
            return On(instrument, (decimal)limits.MinListedFor.TotalDays, (decimal)(state.At - since).TotalDays);
        }

        return instrument.DelistingAt is { } end && end - state.At < limits.DelistingNotice
            ? On(instrument, (decimal)limits.DelistingNotice.TotalDays, (decimal)(end - state.At).TotalDays)
            : null;
    }

    private bool IsConfigured(Symbol symbol)
    {
        for (int i = 0; i < state.Options.Symbols.Count; i++)
        {
            if (state.Options.Symbols[i] == symbol)
            {
                return true;
            }
        }

        return false;
    }

    private static RiskRefusal On(Instrument instrument, decimal limit, decimal actual) =>
        new(RiskRule.Universe, limit, actual) { Venue = instrument.Id.Venue, Symbol = instrument.Id.Symbol };
}
