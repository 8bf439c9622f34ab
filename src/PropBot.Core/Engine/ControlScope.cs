using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>What a part of the desk may do beside the desk's own HOLD.</summary>
public enum ScopeState
{
    Active = 0,

    /// <summary>Nothing opens there; what is open is closed when its rules say so.</summary>
    ReduceOnly = 1,

    /// <summary>
    /// The same for orders, because a freeze never keeps a position open; the harder word: what the desk itself says of a part that lost too much, and what
    /// stands when both are said.
    /// </summary>
    Frozen = 2,
}

public enum ScopeKind
{
    Desk = 1,
    Venue = 2,
    Instrument = 3,
    Strategy = 4,
}

/// <summary>A part of the desk that can be restricted by itself.</summary>
public readonly record struct ControlScope
{
    private ControlScope(ScopeKind kind, VenueId? venue = null, Symbol? symbol = null, string? strategy = null) =>
        (Kind, Venue, Symbol, Strategy) = (kind, venue, symbol, strategy);

    public static ControlScope Desk { get; } = new(ScopeKind.Desk);

    public ScopeKind Kind { get; }

    public VenueId? Venue { get; }

    public Symbol? Symbol { get; }

    public string? Strategy { get; }

    /// <summary>What it is as people and programs write it: <c>okx-perp</c>, <c>okx-perp:BTCUSDT</c>, <c>cross_exchange_arb</c>; empty for the desk.</summary>
    public string Subject => Kind switch
    {
        ScopeKind.Venue => Venue!.Value.Name,
        ScopeKind.Instrument => new InstrumentId(Venue!.Value, Symbol!.Value).ToString(),
        ScopeKind.Strategy => Strategy!,
        _ => "",
    };

    public static ControlScope Of(VenueId venue) => new(ScopeKind.Venue, venue);

    public static ControlScope Of(InstrumentId instrument) => new(ScopeKind.Instrument, instrument.Venue, instrument.Symbol);

    public static ControlScope OfStrategy(string name) => new(ScopeKind.Strategy, strategy: name);

    /// <summary>Null when the subject is none of that kind.</summary>
    public static ControlScope? Parse(ScopeKind kind, string subject)
    {
        string[] parts = subject.Split(':');
        return kind switch
        {
            ScopeKind.Desk => Desk,
            ScopeKind.Venue when subject.Length > 0 => Of(new VenueId(subject)),
            ScopeKind.Instrument when parts.Length == 2 && parts[0].Length > 0 && Values.Symbol.TryParse(parts[1], out Symbol symbol) => Of(new InstrumentId(new VenueId(parts[0]), symbol)),
            ScopeKind.Strategy when subject.Length > 0 => OfStrategy(subject),
            _ => null,
        };
    }

    /// <summary>A restriction of it counts for pairs with a leg on this instrument. There is one strategy, so its restrictions count everywhere.</summary>
    public bool Covers(InstrumentId instrument) => Kind switch
    {
        ScopeKind.Venue => Venue == instrument.Venue,
        ScopeKind.Instrument => Venue == instrument.Venue && Symbol == instrument.Symbol,
        _ => true,
    };

    public override string ToString() => Kind == ScopeKind.Desk ? Kind.Code() : $"{Kind.Code()} {Subject}";
}

public static class ScopeCodes
{
    public static string Code(this ScopeKind kind) => kind switch
    {
        ScopeKind.Desk => "desk",
        ScopeKind.Venue => "venue",
        ScopeKind.Instrument => "instrument",
        ScopeKind.Strategy => "strategy",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no code for this kind"),
    };

    public static string Code(this ScopeState state) => state switch
    {
        ScopeState.Active => "active",
        ScopeState.ReduceOnly => "reduce_only",
        ScopeState.Frozen => "frozen",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no code for this state"),
    };

    public static ScopeKind? Kind(string code) => Enum.GetValues<ScopeKind>().Cast<ScopeKind?>().FirstOrDefault(k => k!.Value.Code() == code);

    public static ScopeState? State(string code) => Enum.GetValues<ScopeState>().Cast<ScopeState?>().FirstOrDefault(s => s!.Value.Code() == code);
}
