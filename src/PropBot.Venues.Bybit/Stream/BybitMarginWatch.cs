using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// The venue has no margin call of its own: its warnings are a state of a position, orders that it cancels to free margin, and the
/// account's maintenance margin rate, 1 of which is liquidation (rule P4 in docs/venues/bybit-linear.md). Each is told once while it lasts.
/// </summary>
internal sealed class BybitMarginWatch
{
    /// <summary>Maintenance margin over margin balance from which on it is told; ours, the venue's documents name none.</summary>
    public const decimal TellFrom = 0.8m;

    /// <summary>Below this it is over.</summary>
    private const decimal OverBelow = 0.7m;

    private readonly Dictionary<(string? Symbol, int Index), string> _positions = [];
    private bool _rateTold;

    /// <returns>What to tell; null when there is nothing new.</returns>
    public string? Look(BybitPosition position)
    {
        string status = position.PositionStatus ?? "";
        (string? Symbol, int Index) key = (position.Symbol, position.PositionIdx);
        string before = _positions.GetValueOrDefault(key, "");
        _positions[key] = status;
        return status is "Liq" or "Adl" && before != status
            ? $"position {position.Symbol} {position.Side} {position.Size}: positionStatus {status}, liqPrice {position.LiqPrice}, mark {position.MarkPrice}"
            : null;
    }

    /// <returns>As above.</returns>
    public string? Look(BybitWallet wallet)
    {
        decimal rate = WireText.DecimalOrZero(wallet.AccountMMRate);
        bool tell = rate >= TellFrom && !_rateTold;
        _rateTold = rate >= TellFrom || (_rateTold && rate >= OverBelow);
        return tell ? $"account maintenance margin rate {WireNumber.Format(rate)}, liquidation at 1" : null;
    }

    /// <returns>As above.</returns>
    public static string? Look(BybitOrder order) =>
        order.CancelType is "CancelByPrepareLiq" or "CancelAllBeforeLiq" or "CancelByPrepareAdl" or "CancelAllBeforeAdl"
            ? $"order {order.OrderLinkId} {order.OrderId} of {order.Symbol}: {order.CancelType}"
            : null;
}
