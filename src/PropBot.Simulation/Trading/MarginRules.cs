using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>
/// Margin of linear positions, cross and isolated. One-way: an instrument needs the larger of what it would be if all buys or if all sells
/// filled, at the mark (Binance USD-M, "How is the initial margin calculated in one-way mode", read 2026-11-22). Hedge mode: each side and
/// each opening order needs its own.
/// </summary>
internal sealed class MarginRules(VenueContext venue)
{
    public AccountSummary Summarize(Account account)
    {
        decimal unrealized = 0m;
        decimal positionMargin = 0m;
        decimal orderMargin = 0m;
        decimal maintenance = 0m;
        decimal isolated = 0m;
        decimal isolatedUnrealized = 0m;
        decimal isolatedInitial = 0m;
        decimal isolatedMaintenance = 0m;
        foreach (SimulatedPosition position in account.Positions.Values)
        {
            if (position.IsFlat)
            {
                continue;
            }

            SimulatedBook book = venue.Books[position.Symbol];
            SymbolSettings settings = venue.SettingsOf(account, position.Symbol);
            decimal mark = MarkOf(book, position);
            decimal notional = Math.Abs(position.Quantity) * mark;
            decimal pnl = position.UnrealizedPnl(mark);
            decimal initial = notional / settings.Leverage;
            decimal needed = Maintenance(book.Setup, notional);
            unrealized += pnl;
            positionMargin += initial;
            maintenance += needed;
            if (settings.MarginMode == MarginMode.Isolated)
            {
                isolated += position.IsolatedMargin;
                isolatedUnrealized += pnl;
                isolatedInitial += initial;
                isolatedMaintenance += needed;
            }
        }

        foreach (Symbol symbol in SymbolsWithOrders(account))
        {
            orderMargin += (Exposure(account, symbol, Orders.Open) - Exposure(account, symbol, Orders.None))
                / venue.SettingsOf(account, symbol).Leverage;
        }

        return new AccountSummary
        {
            Account = account.Name,
            Asset = account.Asset,
            WalletBalance = account.WalletBalance,
            UnrealizedPnl = unrealized,
            PositionInitialMargin = positionMargin,
            OrderInitialMargin = orderMargin,
            MaintenanceMargin = maintenance,
            IsolatedMargin = isolated,
            IsolatedUnrealizedPnl = isolatedUnrealized,
            IsolatedInitialMargin = isolatedInitial,
            IsolatedMaintenanceMargin = isolatedMaintenance,
            PositionMode = account.PositionMode,
        };
    }

    /// <summary>A position with what the venue shows beside it.</summary>
    public PositionStatement State(Account account, SimulatedPosition position, AccountSummary summary)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        SymbolSettings settings = venue.SettingsOf(account, position.Symbol);
        decimal mark = MarkOf(book, position);
        decimal notional = Math.Abs(position.Quantity) * mark;
        return new PositionStatement(
            position,
            mark,
            position.UnrealizedPnl(mark),
            notional,
            notional / settings.Leverage,
            position.IsFlat ? 0m : Maintenance(book.Setup, notional),
            position.IsFlat ? null : LiquidationPrice(account, position, summary, settings.MarginMode),
            settings.Leverage,
            settings.MarginMode);
    }

    /// <summary>Initial margin that an instrument's positions and orders together take from the cross wallet.</summary>
    public decimal InitialMarginOf(Account account, Symbol symbol)
    {
        SymbolSettings settings = venue.SettingsOf(account, symbol);
        decimal exposure = Exposure(account, symbol, Orders.Open);
        decimal isolated = settings.MarginMode == MarginMode.Isolated ? Exposure(account, symbol, Orders.None) : 0m;
        return (exposure - isolated) / settings.Leverage;
    }

    /// <summary>Maintenance margin of a position, quote units.</summary>
    public static decimal Maintenance(InstrumentSetup setup, decimal notional)
    {
        foreach (MarginTier tier in setup.MarginTiers)
        {
            if (tier.NotionalCap is not { } cap || notional <= cap)
            {
                return (notional * tier.MaintenanceRate) - tier.Deduction;
            }
        }

        MarginTier last = setup.MarginTiers[^1];
        return (notional * last.MaintenanceRate) - last.Deduction;
    }

    /// <summary>Whether the account can carry what the order would add: margin, fee, and the loss against the mark at its price.</summary>
    /// <param name="replaced">The order that the new one takes the place of; its margin counts as free.</param>
    public Refusal? CheckOrder(Account account, SimulatedBook book, OrderRequest request, SimulatedOrder? replaced = null)
    {
        if (request.ReducesOnly)
        {
            return null;
        }

        decimal mark = book.Market!.Value.MarkPrice;
        decimal price = request.Type == OrderType.Market ? WorstShown(book, request) : request.Price!.Value;
        decimal notional = price * request.Quantity;
        decimal before = Exposure(account, request.Symbol, Orders.Open);
        decimal after = Exposure(account, request.Symbol, new Orders(true, replaced?.OrderId, request.Side, notional));
        if (after <= before)
        {
            return null;
        }

        decimal openLoss = Math.Max(0m, request.Side.Sign() * (price - mark) * request.Quantity);
        decimal needed = ((after - before) / venue.SettingsOf(account, request.Symbol).Leverage)
            + openLoss
            + Math.Max(0m, notional * venue.TierOf(account).Fees.Taker.Value);
        decimal available = Summarize(account).AvailableBalance;
        return needed > available
            ? new Refusal(RefusalReason.InsufficientMargin, $"the order needs {needed} of margin, {available} is available", available, needed)
            : null;
    }

    /// <summary>Equity and maintenance margin of what is liquidated together.</summary>
    public (decimal Equity, decimal Maintenance) StateOf(Account account, MarginScope scope)
    {
        if (scope.Position is not { } key)
        {
            AccountSummary summary = Summarize(account);
            return (summary.CrossEquity, summary.CrossMaintenanceMargin);
        }

        SimulatedPosition position = account.PositionOf(key);
        SimulatedBook book = venue.Books[key.Symbol];
        decimal mark = MarkOf(book, position);
        return (position.IsolatedMargin + position.UnrealizedPnl(mark), position.IsFlat ? 0m : Maintenance(book.Setup, Math.Abs(position.Quantity) * mark));
    }

    /// <summary>Mark at which equity meets maintenance, everything else equal; null when no price above zero does.</summary>
    private decimal? LiquidationPrice(Account account, SimulatedPosition position, AccountSummary summary, MarginMode mode)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        decimal mark = MarkOf(book, position);
        bool isolated = mode == MarginMode.Isolated;
        IEnumerable<SimulatedPosition> moving = isolated ? [position] : account.PositionsIn(position.Symbol).Where(one => !one.IsFlat);
        decimal equity = isolated ? position.IsolatedMargin + position.UnrealizedPnl(mark) : summary.CrossEquity;
        decimal others = isolated ? 0m : summary.CrossMaintenanceMargin;
        decimal net = 0m;
        decimal slope = 0m;
        decimal deductions = 0m;
        foreach (SimulatedPosition one in moving)
        {
            decimal size = Math.Abs(one.Quantity);
            MarginTier tier = TierOf(book.Setup, size * mark);
            net += one.Quantity;
            slope += one.Quantity - (size * tier.MaintenanceRate);
            deductions += tier.Deduction;
            others -= isolated ? 0m : Maintenance(book.Setup, size * mark);
        }

        // equity + net x (p - mark) = others + sum of (size x p x rate - deduction)
        if (slope == 0m)
        {
            return null;
        }

        decimal price = ((net * mark) - equity + others - deductions) / slope;
        return price > 0m ? price : null;
    }

    /// <summary>The mark; before the feed's first word after a restart the entry price.</summary>
    public static decimal MarkOf(SimulatedBook book, SimulatedPosition position) => book.Market?.MarkPrice ?? position.EntryPrice;

    private static MarginTier TierOf(InstrumentSetup setup, decimal notional)
    {
        foreach (MarginTier tier in setup.MarginTiers)
        {
            if (tier.NotionalCap is not { } cap || notional <= cap)
            {
                return tier;
            }
        }

        return setup.MarginTiers[^1];
    }

    private static decimal LargerExposure(decimal held, decimal buys, decimal sells) =>
        Math.Max(Math.Abs(held), Math.Max(Math.Abs(held + buys), Math.Abs(held - sells)));

    private static decimal WorstShown(SimulatedBook book, OrderRequest request)
    {
        long left = book.QuantityUnits(request.Quantity);
        decimal worst = book.Market!.Value.MarkPrice;
        foreach (BookLevel level in book.Opposite(request.Side).Shown)
        {
            worst = book.PriceOf(level.Price);
            left -= level.Quantity;
            if (left <= 0)
            {
                break;
            }
        }

        return worst;
    }

    /// <summary>Notional that an instrument's positions and the given orders need margin for.</summary>
    private decimal Exposure(Account account, Symbol symbol, Orders orders)
    {
        SimulatedBook book = venue.Books[symbol];
        (decimal buys, decimal sells) = orders.WithOpen ? OpenNotionals(account, symbol, orders.Without) : (0m, 0m);
        buys += orders.Side == Side.Buy ? orders.Notional : 0m;
        sells += orders.Side == Side.Sell ? orders.Notional : 0m;
        if (account.PositionMode == PositionMode.Hedge)
        {
            return account.PositionsIn(symbol).Sum(position => Math.Abs(position.Quantity) * MarkOf(book, position)) + buys + sells;
        }

        SimulatedPosition net = account.PositionOf(new PositionKey(symbol, PositionSide.Net));
        return LargerExposure(net.Quantity * MarkOf(book, net), buys, sells);
    }

    private static (decimal Buys, decimal Sells) OpenNotionals(Account account, Symbol symbol, long? without)
    {
        decimal buys = 0m;
        decimal sells = 0m;
        foreach (SimulatedOrder order in account.OpenOrders(symbol))
        {
            if (order.ReducesOnly || order.Price is not { } price || order.OrderId == without)
            {
                continue;
            }

            if (order.Side == Side.Buy)
            {
                buys += price * order.RemainingQuantity;
            }
            else
            {
                sells += price * order.RemainingQuantity;
            }
        }

        return (buys, sells);
    }

    private static IEnumerable<Symbol> SymbolsWithOrders(Account account) =>
        account.OpenOrderIds.Count == 0 ? [] : account.OpenOrders(null).Select(order => order.Symbol).Distinct();

    /// <summary>Which orders count: the open ones, without one that is replaced, and one more that is asked for.</summary>
    private readonly record struct Orders(bool WithOpen, long? Without = null, Side? Side = null, decimal Notional = 0m)
    {
        public static readonly Orders None = new(false);
        public static readonly Orders Open = new(true);
    }
}
