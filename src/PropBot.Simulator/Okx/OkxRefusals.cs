using PropBot.Core.Execution;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Okx;

/// <summary>The simulation's reasons in this venue's codes.</summary>
internal static class OkxRefusals
{
    public static OkxError OfOrder(Refusal refusal, OrderType type) => refusal.Reason switch
    {
        RefusalReason.UnknownInstrument => OkxErrors.InstrumentUnknown,
        RefusalReason.InstrumentNotTrading => OkxErrors.InstrumentSuspended,
        RefusalReason.NoMarket => OkxErrors.NoOpposingOrders,
        RefusalReason.DuplicateClientOrderId => OkxErrors.DuplicateClientOrderId,
        RefusalReason.InvalidQuantity => OkxErrors.Parameter("sz"),
        RefusalReason.InvalidPrice or RefusalReason.PriceNotOnTick => OkxErrors.Parameter("px"),
        RefusalReason.QuantityNotOnLot => OkxErrors.LotMultiple,
        RefusalReason.BelowMinQuantity or RefusalReason.BelowMinNotional => OkxErrors.BelowMinimum,
        RefusalReason.AboveMaxQuantity => type == OrderType.Market ? OkxErrors.MarketAboveMaximum : OkxErrors.LimitAboveMaximum,
        RefusalReason.PriceOutOfBand => OkxErrors.PriceOutOfRange,
        RefusalReason.InsufficientMargin => OkxErrors.InsufficientMargin,
        RefusalReason.ReduceOnlyWouldIncrease => OkxErrors.ReduceOnlyWithoutPosition,
        RefusalReason.TooManyOpenOrders => OkxErrors.TooManyOrders,
        RefusalReason.ReduceOnlyInstrument => OkxErrors.InstrumentEnding,
        RefusalReason.MarketBeyondBand => OkxErrors.PriceOutOfRange,
        RefusalReason.PositionSideMismatch => OkxErrors.Parameter("posSide"),
        RefusalReason.ClosesMoreThanHeld => OkxErrors.CloseExceedsPosition,
        _ => OfSetting(refusal),
    };

    public static OkxError OfSetting(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.LeverageOutOfRange => OkxErrors.LeverageTooHigh,
        RefusalReason.InsufficientMargin => OkxErrors.LeverageNeedsMargin,
        RefusalReason.ModeLockedByPosition or RefusalReason.ModeLockedByOrder => OkxErrors.PositionsOrOrdersOpen,
        RefusalReason.LeverageLockedByIsolatedPosition => OkxErrors.LeverageNeedsMargin,
        RefusalReason.UnsupportedMode => OkxErrors.AccountMode,
        RefusalReason.UnknownInstrument => OkxErrors.InstrumentUnknown,
        _ => throw new InvalidOperationException($"no code for the refusal {refusal.Reason}: {refusal.Message}"),
    };

    public static OkxError OfAmend(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => OkxErrors.AmendUnknown,
        RefusalReason.InsufficientMargin => OkxErrors.AmendNeedsMargin,
        RefusalReason.NothingToAmend => OkxErrors.AmendEmpty,
        RefusalReason.BelowFilledQuantity => OkxErrors.Parameter("newSz"),
        RefusalReason.WouldTakeLiquidity => OkxErrors.AmendWouldTake,
        _ => OfOrder(refusal, OrderType.Limit),
    };
}
