using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>
/// Cross margin of one-way linear positions. An instrument needs the larger of what it would be if all buys or if all sells
/// filled, at the mark (Binance USD-M, "How is the initial margin calculated in one-way mode", read 2026-11-22).
/// </summary>
internal sealed class MarginRules(VenueContext venue)
{
    public AccountSummary Summarize(Account account)
    {
        decimal unrealized = 0m;
        decimal positionMargin = 0m;
        decimal orderMargin = 0m;
        decimal maintenance = 0m;
        foreach (SimulatedPosition position in account.Positions.Values)
        {
            if (!position.IsFlat)
            {
                SimulatedBook book = venue.Books[position.Symbol];
                decimal mark = MarkOf(book, position);
                decimal notional = Math.Abs(position.Quantity) * mark;
                unrealized += position.UnrealizedPnl(mark);
                positionMargin += notional / venue.SettingsOf(account, position.Symbol).Leverage;
                maintenance += Maintenance(book.Setup, notional);
            }
        }

        foreach (Symbol symbol in SymbolsWithOrders(account))
        {
            SimulatedPosition position = account.PositionOf(symbol);
            decimal held = position.Quantity * MarkOf(venue.Books[symbol], position);
            (decimal buys, decimal sells) = OpenNotionals(account, symbol);
            orderMargin += (LargerExposure(held, buys, sells) - Math.Abs(held)) / venue.SettingsOf(account, symbol).Leverage;
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
            position.IsFlat ? null : LiquidationPrice(position, summary),
            settings.Leverage,
            settings.MarginMode);
    }

    /// <summary>Initial margin of an instrument's position and orders together.</summary>
    public decimal InitialMarginOf(Account account, Symbol symbol)
    {
        SimulatedPosition position = account.PositionOf(symbol);
        decimal held = position.Quantity * MarkOf(venue.Books[symbol], position);
        (decimal buys, decimal sells) = OpenNotionals(account, symbol);
        return LargerExposure(held, buys, sells) / venue.SettingsOf(account, symbol).Leverage;
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
    public Refusal? CheckOrder(Account account, SimulatedBook book, OrderRequest request)
    {
        if (request.ReduceOnly)
        {
            return null;
        }

        decimal mark = book.Market!.Value.MarkPrice;
        decimal price = request.Type == OrderType.Market ? WorstShown(book, request) : request.Price!.Value;
        decimal notional = price * request.Quantity;
        decimal held = account.QuantityOf(request.Symbol) * mark;
        (decimal buys, decimal sells) = OpenNotionals(account, request.Symbol);
        decimal before = LargerExposure(held, buys, sells);
        decimal after = request.Side == Side.Buy
            ? LargerExposure(held, buys + notional, sells)
            : LargerExposure(held, buys, sells + notional);
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

    /// <summary>Mark at which equity meets maintenance, everything else equal; null when no price above zero does.</summary>
    private decimal? LiquidationPrice(SimulatedPosition position, AccountSummary summary)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        decimal mark = MarkOf(book, position);
        decimal size = Math.Abs(position.Quantity);
        MarginTier tier = TierOf(book.Setup, size * mark);
        decimal maintenanceOfOthers = summary.MaintenanceMargin - Maintenance(book.Setup, size * mark);

        // equity + quantity x (p - mark) = others + size x p x rate - deduction
        decimal slope = position.Quantity - (size * tier.MaintenanceRate);
        if (slope == 0m)
        {
            return null;
        }

        decimal price = ((position.Quantity * mark) - summary.Equity + maintenanceOfOthers - tier.Deduction) / slope;
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

    private static (decimal Buys, decimal Sells) OpenNotionals(Account account, Symbol symbol)
    {
        decimal buys = 0m;
        decimal sells = 0m;
        foreach (SimulatedOrder order in account.OpenOrders(symbol))
        {
            if (order.ReduceOnly || order.Price is not { } price)
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
}
