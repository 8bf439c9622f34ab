using PropBot.Core.Values;

namespace PropBot.Core.Execution;

public enum IncomeKind
{
    Funding = 1,
    Fee = 2,
    RealizedPnl = 3,

    /// <summary>A deposit, a withdrawal or a move between the account's own wallets.</summary>
    Transfer = 4,

    /// <summary>What a liquidation cost beyond its fills.</summary>
    Liquidation = 5,

    /// <summary>Whatever else the venue books; <see cref="IncomeEntry.NativeKind"/> says what.</summary>
    Other = 6,
}

/// <summary>One line of the venue's own account of what changed a balance.</summary>
/// <param name="EntryId">Unique per venue together with the kind.</param>
/// <param name="NativeKind">The venue's word for it.</param>
/// <param name="Instrument">Null where it belongs to none.</param>
/// <param name="Amount">What it changes in the balance: negative is paid.</param>
public sealed record IncomeEntry(
    VenueId Venue, string EntryId, IncomeKind Kind, string NativeKind, InstrumentId? Instrument, Money Amount, DateTimeOffset At);
