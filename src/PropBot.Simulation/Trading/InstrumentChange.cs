using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulation.Trading;

/// <summary>New terms of an instrument; what is null stays as it was.</summary>
public sealed record InstrumentChange
{
    /// <summary>Quote units, above zero.</summary>
    public decimal? Tick { get; init; }

    /// <summary>Base units, above zero.</summary>
    public decimal? Lot { get; init; }

    /// <summary>Base units, above zero.</summary>
    public decimal? MinQuantity { get; init; }

    /// <summary>Base units, above zero: the most that one order may have.</summary>
    public decimal? MaxQuantity { get; init; }

    /// <summary>Quote units, zero or above.</summary>
    public decimal? MinNotional { get; init; }

    /// <summary>Above zero; settlements then come at its multiples from 00:00 UTC.</summary>
    public TimeSpan? FundingInterval { get; init; }

    /// <summary>Fraction of notional.</summary>
    public decimal? FundingCap { get; init; }

    /// <summary>Fraction of notional, usually negative.</summary>
    public decimal? FundingFloor { get; init; }

    /// <summary>Fraction of the mark on either side, above zero.</summary>
    public decimal? PriceBand { get; init; }

    /// <summary>
    /// Suspended: nothing is accepted. Delisting: positions may be reduced until <see cref="DeliveryTime"/>. Settled: at once all orders end and
    /// all positions are closed at the mark, for good. Trading without a <see cref="DeliveryTime"/> calls an announced end off.
    /// </summary>
    public InstrumentStatus? Status { get; init; }

    public DateTimeOffset? DeliveryTime { get; init; }

    /// <summary>Whether prices and quantities are counted in other steps.</summary>
    public bool ChangesSteps => Tick is not null || Lot is not null;

    private bool CallsOff => Status == InstrumentStatus.Trading;

    /// <summary>Both changes in one, this one being the later.</summary>
    public InstrumentChange Over(InstrumentChange earlier) => new()
    {
        Tick = Tick ?? earlier.Tick,
        Lot = Lot ?? earlier.Lot,
        MinQuantity = MinQuantity ?? earlier.MinQuantity,
        MaxQuantity = MaxQuantity ?? earlier.MaxQuantity,
        MinNotional = MinNotional ?? earlier.MinNotional,
        FundingInterval = FundingInterval ?? earlier.FundingInterval,
        FundingCap = FundingCap ?? earlier.FundingCap,
        FundingFloor = FundingFloor ?? earlier.FundingFloor,
        PriceBand = PriceBand ?? earlier.PriceBand,
        Status = Status ?? earlier.Status,
        DeliveryTime = DeliveryTime ?? (CallsOff ? null : earlier.DeliveryTime),
    };

    public InstrumentSetup ApplyTo(InstrumentSetup setup) => setup with
    {
        Instrument = setup.Instrument with
        {
            Tick = Tick is { } tick ? new TickSize(tick) : setup.Instrument.Tick,
            Lot = Lot is { } lot ? new LotSize(lot) : setup.Instrument.Lot,
            MinQuantity = MinQuantity is { } minQuantity ? new Quantity(minQuantity) : setup.Instrument.MinQuantity,
            MaxQuantity = MaxQuantity is { } maxQuantity ? new Quantity(maxQuantity) : setup.Instrument.MaxQuantity,
            MinNotional = MinNotional is { } minNotional ? new Notional(minNotional) : setup.Instrument.MinNotional,
            FundingInterval = FundingInterval ?? setup.Instrument.FundingInterval,
            Status = Status ?? setup.Instrument.Status,
        },
        FundingCap = FundingCap ?? setup.FundingCap,
        FundingFloor = FundingFloor ?? setup.FundingFloor,
        PriceBand = PriceBand ?? setup.PriceBand,
        DeliveryTime = DeliveryTime ?? (CallsOff ? null : setup.DeliveryTime),
        KeepsOwnFundingClock = setup.KeepsOwnFundingClock || FundingInterval is not null,
    };

    /// <returns>Null when the terms can be.</returns>
    internal Refusal? Check() => this switch
    {
        { Tick: <= 0m } => Invalid("tick", Tick),
        { Lot: <= 0m } => Invalid("lot", Lot),
        { MinQuantity: <= 0m } => Invalid("minimum quantity", MinQuantity),
        { MaxQuantity: <= 0m } => Invalid("maximum quantity", MaxQuantity),
        { MinNotional: < 0m } => Invalid("minimum notional", MinNotional),
        { PriceBand: <= 0m } => Invalid("price band", PriceBand),
        { FundingInterval: { } interval } when interval <= TimeSpan.Zero => Invalid("funding interval (hours)", (decimal)interval.TotalHours),
        _ => null,
    };

    private static Refusal Invalid(string what, decimal? value) =>
        new(RefusalReason.InvalidTerms, $"a {what} of {value} cannot be", 0m, value);
}
