using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Effects;

/// <summary>A request to a venue.</summary>
public abstract record VenueEffect : Effect;

/// <summary>Send this order, once. Comes with the <see cref="OrderChanged"/> that writes its intent.</summary>
public sealed record PlaceOrder(OrderIntent Intent) : VenueEffect;

/// <summary>Cancel this order. Comes with the <see cref="Journaled"/> that writes the intent to.</summary>
public sealed record CancelOrder(InstrumentId Instrument, ClientOrderId ClientOrderId) : VenueEffect;

/// <summary>Cancel an order that is not ours, by the venue's id. Comes with the <see cref="Journaled"/> that writes the intent to.</summary>
public sealed record CancelForeignOrder(InstrumentId Instrument, VenueOrderId VenueOrderId) : VenueEffect;

/// <summary>Ask for an order by our id; the answer is <c>OrderReported</c>, <c>OrderNotFound</c> or <c>OrderQueryFailed</c>.</summary>
public sealed record QueryOrder(InstrumentId Instrument, ClientOrderId ClientOrderId) : VenueEffect;

/// <summary>Ask for the fills of an order; each comes as <c>FillReported</c>.</summary>
public sealed record QueryFills(InstrumentId Instrument, ClientOrderId ClientOrderId) : VenueEffect;

/// <summary>
/// Ask for every open order of the account, foreign ones too; the answer is <c>OpenOrdersReported</c> or
/// <c>OpenOrdersQueryFailed</c>.
/// </summary>
public sealed record QueryOpenOrders(VenueId Venue) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it, so that it is known what the venue knew at least.</summary>
    public long Question { get; init; }
}

/// <summary>
/// Ask for the fills of a span of the venue's time, foreign ones too; the answer is <c>FillHistoryReported</c> or
/// <c>FillHistoryQueryFailed</c>.
/// </summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record QueryFillHistory(InstrumentId Instrument, DateTimeOffset From, DateTimeOffset To) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }
}

/// <summary>Ask for balances and positions; the answer is <c>AccountReported</c> or <c>AccountQueryFailed</c>.</summary>
public sealed record QueryAccount(VenueId Venue) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it, so that it is known what the venue knew at least.</summary>
    public long Question { get; init; }
}

/// <summary>Ask what our key may do; the answer is <c>TradingRightsReported</c> or <c>TradingRightsQueryFailed</c>.</summary>
public sealed record QueryTradingRights(VenueId Venue) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }
}

/// <summary>Ask how our account is set there; the answer is <c>AccountSettingsReported</c> or <c>AccountSettingsQueryFailed</c>.</summary>
public sealed record QueryAccountSettings(VenueId Venue) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }
}

/// <summary>Ask what settle coins are worth; the answer is <c>CoinPricesReported</c> or <c>CoinPricesQueryFailed</c>.</summary>
public sealed record QueryCoinPrices(VenueId Venue, IReadOnlyList<Asset> Coins) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }
}

/// <summary>
/// Ask for the table of leverage and maintenance margin of an instrument; the answer is <c>PositionTiersReported</c> or
/// <c>PositionTiersQueryFailed</c>.
/// </summary>
public sealed record QueryPositionTiers(InstrumentId Instrument) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }
}

/// <summary>
/// Ask for what changed the account's balance in a span of the venue's time; the answer is <c>IncomeReported</c> or <c>IncomeQueryFailed</c>.
/// </summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record QueryIncome(VenueId Venue, DateTimeOffset From, DateTimeOffset To) : VenueEffect
{
    /// <summary>Number of the event that asks; the answer carries it.</summary>
    public long Question { get; init; }

    /// <summary>Nothing waits for it: it goes after everything else that is asked of the venue.</summary>
    public bool IsRoutine { get; init; }
}
