using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>What a client can set: leverage, margin mode, position mode, the margin of an isolated position.</summary>
internal sealed class SettingsDesk(VenueContext venue, MarginRules margin)
{
    public Answer<SymbolSettings> SetLeverage(string accountName, Symbol symbol, int leverage)
    {
        if (venue.Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        int max = book.Setup.MaxLeverage;
        if (leverage < 1 || leverage > max)
        {
            return new Refusal(RefusalReason.LeverageOutOfRange, $"leverage {leverage} is not within 1 to {max}", max, leverage);
        }

        SymbolSettings before = venue.SettingsOf(account, symbol);
        if (leverage == before.Leverage)
        {
            return before;
        }

        // Binance -4161: "Leverage reduction is not supported in Isolated Margin Mode with open positions" (read 2026-11-22).
        if (leverage < before.Leverage && before.MarginMode == MarginMode.Isolated && account.HoldsAny(symbol))
        {
            return new Refusal(
                RefusalReason.LeverageLockedByIsolatedPosition, "leverage cannot be lowered with an open isolated position", before.Leverage, leverage);
        }

        AccountSummary summary = margin.Summarize(account);
        decimal held = margin.InitialMarginOf(account, symbol);
        decimal needed = held * before.Leverage / leverage;
        decimal free = summary.AvailableBalance + held;
        if (leverage < before.Leverage && needed > free)
        {
            return new Refusal(RefusalReason.InsufficientMargin, $"leverage {leverage} needs {needed} of margin, {free} is free", free, needed);
        }

        return Change(before, before with { Leverage = leverage });
    }

    public Answer<SymbolSettings> SetMarginMode(string accountName, Symbol symbol, MarginMode mode)
    {
        if (venue.Refuse(accountName, symbol, out Account account, out _) is { } unknown)
        {
            return unknown;
        }

        SymbolSettings before = venue.SettingsOf(account, symbol);
        if (mode == before.MarginMode)
        {
            return before;
        }

        if (account.OpenOrders(symbol).Any())
        {
            return new Refusal(RefusalReason.ModeLockedByOrder, $"{symbol} has open orders; cancel them first");
        }

        return account.HoldsAny(symbol)
            ? new Refusal(RefusalReason.ModeLockedByPosition, $"{symbol} has a position; close it first")
            : Change(before, before with { MarginMode = mode });
    }

    public Refusal? SetPositionMode(string accountName, PositionMode mode)
    {
        if (venue.Accounts.Find(accountName) is not { } account)
        {
            return new Refusal(RefusalReason.UnknownAccount, "there is no such account");
        }

        if (mode == account.PositionMode)
        {
            return null;
        }

        if (account.OpenOrderIds.Count > 0)
        {
            return new Refusal(RefusalReason.ModeLockedByOrder, "orders are open; cancel them first");
        }

        if (account.Positions.Values.Any(position => !position.IsFlat))
        {
            return new Refusal(RefusalReason.ModeLockedByPosition, "positions are open; close them first");
        }

        venue.Commit(new AccountMutation.PositionModeChanged(account.Name, mode) { Time = venue.Now });
        return null;
    }

    public Answer<SimulatedPosition> MoveIsolatedMargin(string accountName, Symbol symbol, PositionSide side, decimal amount)
    {
        if (venue.Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        SymbolSettings settings = venue.SettingsOf(account, symbol);
        if (settings.MarginMode != MarginMode.Isolated)
        {
            return new Refusal(RefusalReason.NotIsolated, $"{symbol} is in cross margin");
        }

        SimulatedPosition position = account.PositionOf(new PositionKey(symbol, side));
        if (position.IsFlat)
        {
            return new Refusal(RefusalReason.NoPosition, $"there is no {side} position in {symbol}");
        }

        decimal mark = MarginRules.MarkOf(book, position);
        decimal free = amount > 0m
            ? margin.Summarize(account).AvailableBalance
            : position.IsolatedMargin + Math.Min(0m, position.UnrealizedPnl(mark)) - (Math.Abs(position.Quantity) * mark / settings.Leverage);
        if (Math.Abs(amount) > free)
        {
            return new Refusal(RefusalReason.InsufficientMargin, $"{Math.Abs(amount)} cannot be moved, {Math.Max(0m, free)} can", free, Math.Abs(amount));
        }

        SimulatedPosition after = position with { IsolatedMargin = position.IsolatedMargin + amount, UpdatedAt = venue.Now };
        venue.Commit(new AccountMutation.IsolatedMarginMoved(after, amount) { Time = venue.Now });
        return after;
    }

    private Answer<SymbolSettings> Change(SymbolSettings before, SymbolSettings settings)
    {
        venue.Commit(new AccountMutation.SettingsChanged(settings, before) { Time = venue.Now });
        return settings;
    }
}
