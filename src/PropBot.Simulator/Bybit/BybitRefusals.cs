using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Bybit;

/// <summary>The simulation's reasons in this venue's codes.</summary>
internal static class BybitRefusals
{
    public static BybitError OfOrder(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.UnknownInstrument => BybitErrors.SymbolUnknown,
        RefusalReason.InstrumentNotTrading or RefusalReason.NoMarket => BybitErrors.SymbolSuspended,
        RefusalReason.ReduceOnlyInstrument => BybitErrors.SymbolEnding,
        RefusalReason.DuplicateClientOrderId => BybitErrors.DuplicateOrderLinkId,
        RefusalReason.InvalidQuantity or RefusalReason.QuantityNotOnLot => new BybitError(10001, "Qty invalid"),
        RefusalReason.InvalidPrice or RefusalReason.PriceNotOnTick or RefusalReason.WouldTakeLiquidity => new BybitError(10001, "Price invalid"),
        RefusalReason.NothingToAmend => BybitErrors.NothingAmended,
        RefusalReason.BelowFilledQuantity => new BybitError(10001, "Qty invalid"),
        RefusalReason.BelowMinQuantity =>
            new BybitError(10001, "The number of contracts below the minimum limit allowed: too small"),
        RefusalReason.AboveMaxQuantity =>
            new BybitError(10001, "The number of contracts exceeds maximum limit allowed: too large"),
        RefusalReason.BelowMinNotional => BybitErrors.BelowMinimumNotional,
        RefusalReason.PriceOutOfBand or RefusalReason.MarketBeyondBand => BybitErrors.PriceOutOfRange,
        RefusalReason.InsufficientMargin => BybitErrors.InsufficientBalance,
        RefusalReason.ReduceOnlyWouldIncrease => BybitErrors.ReduceOnlyUnsatisfied,
        RefusalReason.TooManyOpenOrders => BybitErrors.TooManyOrders,
        RefusalReason.PositionSideMismatch => BybitErrors.PositionIndexMismatch,
        RefusalReason.ClosesMoreThanHeld => BybitErrors.ReduceOnlyUnsatisfied,
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => BybitErrors.OrderUnknown,
        _ => OfSetting(refusal),
    };

    public static BybitError OfSetting(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.LeverageOutOfRange => BybitErrors.LeverageInvalid,
        RefusalReason.InsufficientMargin => BybitErrors.LeverageNeedsMargin,
        RefusalReason.ModeLockedByPosition => BybitErrors.PositionOpen,
        RefusalReason.ModeLockedByOrder => BybitErrors.OrdersOpen,
        RefusalReason.LeverageLockedByIsolatedPosition => BybitErrors.LeverageNeedsMargin,
        RefusalReason.UnsupportedMode => BybitErrors.HedgeModeUnavailable,
        _ => throw new InvalidOperationException($"no code for the refusal {refusal.Reason}: {refusal.Message}"),
    };
}
