using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Accounts;

/// <summary>
/// One change of the venue's accounts, whole in itself and with the values after it: appended to a store in order, it rebuilds
/// the accounts, and it is what the private streams tell. The only way in which accounts change.
/// </summary>
public abstract record AccountMutation
{
    private AccountMutation()
    {
    }

    /// <summary>Market time of the change.</summary>
    public required DateTimeOffset Time { get; init; }

    public sealed record AccountOpened(string Account, Asset Asset) : AccountMutation;

    /// <summary>A deposit, a withdrawal, a liquidation's fee or the insurance fund's cover.</summary>
    public sealed record WalletChanged(AccountBill Bill) : AccountMutation;

    /// <summary>The venue accepted an order; its fills, if any, follow as <see cref="OrderFilled"/>.</summary>
    public sealed record OrderAccepted(SimulatedOrder Order) : AccountMutation;

    /// <summary>An order filled in part or whole.</summary>
    /// <param name="Order">The order after the fill.</param>
    /// <param name="Position">The position after the fill.</param>
    /// <param name="Bills">The fee's bill and, when the fill reduced a position, the profit's.</param>
    public sealed record OrderFilled(
        SimulatedOrder Order, SimulatedFill Fill, SimulatedPosition Position, IReadOnlyList<AccountBill> Bills) : AccountMutation;

    /// <summary>The client changed price or quantity of an open order; fills at the new price follow.</summary>
    public sealed record OrderAmended(SimulatedOrder Order) : AccountMutation;

    /// <summary>An order ended without being filled whole.</summary>
    public sealed record OrderEnded(SimulatedOrder Order) : AccountMutation;

    /// <summary>A funding payment on a position.</summary>
    /// <param name="Position">An isolated position after it, since its own margin pays; null for a cross position.</param>
    public sealed record FundingPaid(AccountBill Bill, SimulatedPosition? Position = null) : AccountMutation;

    /// <summary>The client moved margin into (positive) or out of an isolated position; the wallet as a whole stays.</summary>
    /// <param name="Position">The position after it.</param>
    public sealed record IsolatedMarginMoved(SimulatedPosition Position, decimal Amount) : AccountMutation;

    /// <param name="Before">What was set before; null in stores of earlier versions.</param>
    public sealed record SettingsChanged(SymbolSettings Settings, SymbolSettings? Before = null) : AccountMutation;

    public sealed record PositionModeChanged(string Account, PositionMode Mode) : AccountMutation;

    /// <summary>The venue begins to liquidate; cancels and fills follow.</summary>
    /// <param name="Scope">All cross positions, or the one that is liquidated alone.</param>
    public sealed record LiquidationStarted(string Account, decimal Equity, decimal MaintenanceMargin, MarginScope Scope = default)
        : AccountMutation;

    /// <summary>The margin ratio passed the venue's warning line upwards: told once, until it has eased.</summary>
    public sealed record MarginCalled(string Account, MarginScope Scope, decimal Equity, decimal MaintenanceMargin) : AccountMutation;

    /// <summary>The margin ratio is below the warning line again.</summary>
    public sealed record MarginEased(string Account, MarginScope Scope) : AccountMutation;

    /// <summary>The venue changed an instrument's terms. Belongs to the venue, not to an account.</summary>
    /// <param name="Change">What changed now; what it leaves out stays as it was.</param>
    public sealed record InstrumentChanged(Symbol Symbol, InstrumentChange Change) : AccountMutation;

    /// <summary>All payments of a settlement are booked; it will not be paid again. Belongs to the venue, not to an account.</summary>
    public sealed record FundingSettled(FundingSettlement Settlement) : AccountMutation;
}

/// <summary>A settlement of an instrument's funding, as the venue's public history shows it.</summary>
/// <param name="Rate">Fraction of notional; positive: longs paid shorts.</param>
public sealed record FundingSettlement(Symbol Symbol, DateTimeOffset Time, decimal Rate, decimal MarkPrice);
