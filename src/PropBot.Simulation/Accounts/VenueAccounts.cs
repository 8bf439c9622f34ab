using System.Diagnostics;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Accounts;

/// <summary>All accounts of a venue. <see cref="Apply"/> is the one way they change, live and after a restart alike.</summary>
internal sealed class VenueAccounts
{
    private readonly Dictionary<string, Account> _byName = new(StringComparer.Ordinal);
    private readonly List<Account> _inOrder = [];
    private readonly Dictionary<Symbol, List<FundingSettlement>> _settlements = [];
    private readonly List<FundingSettlement> _allSettlements = [];

    private readonly SortedDictionary<Symbol, InstrumentChange> _changes = [];

    public IReadOnlyList<Account> InOrder => _inOrder;

    /// <summary>How the instruments' terms differ from those the venue was made with.</summary>
    public IReadOnlyDictionary<Symbol, InstrumentChange> InstrumentChanges => _changes;

    public IReadOnlyList<FundingSettlement> AllSettlements => _allSettlements;

    public long LastOrderId { get; private set; }

    public long LastTradeId { get; private set; }

    public long LastBillId { get; private set; }

    public Account? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="KeyNotFoundException">There is no such account.</exception>
    public Account Get(string name) =>
        Find(name) ?? throw new KeyNotFoundException($"the simulated venue has no account '{name}'; open it first");

    public IReadOnlyList<FundingSettlement> Settlements(Symbol symbol) =>
        _settlements.TryGetValue(symbol, out List<FundingSettlement>? list) ? list : [];

    public long TakeTradeId() => ++LastTradeId;

    public void Apply(AccountMutation mutation)
    {
        switch (mutation)
        {
            case AccountMutation.AccountOpened opened:
                Open(new Account(opened.Account, opened.Asset, opened.Time));
                break;
            case AccountMutation.WalletChanged changed:
                Book(changed.Bill);
                break;
            case AccountMutation.OrderAccepted accepted:
                Store(accepted.Order);
                break;
            case AccountMutation.OrderFilled filled:
                Store(filled.Order);
                Store(filled.Fill);
                Store(filled.Position);
                foreach (AccountBill bill in filled.Bills)
                {
                    Book(bill);
                }

                break;
            case AccountMutation.OrderAmended amended:
                Store(amended.Order);
                break;
            case AccountMutation.OrderEnded ended:
                Store(ended.Order);
                break;
            case AccountMutation.FundingPaid paid:
                Book(paid.Bill);
                if (paid.Position is { } position)
                {
                    Store(position);
                }

                break;
            case AccountMutation.IsolatedMarginMoved moved:
                Store(moved.Position);
                break;
            case AccountMutation.SettingsChanged changed:
                Get(changed.Settings.Account).Settings[changed.Settings.Symbol] = changed.Settings;
                break;
            case AccountMutation.PositionModeChanged changed:
                Get(changed.Account).PositionMode = changed.Mode;
                break;
            case AccountMutation.FundingSettled settled:
                Store(settled.Settlement);
                break;
            case AccountMutation.MarginCalled called:
                Get(called.Account).MarginCalls.Add(called.Scope);
                break;
            case AccountMutation.MarginEased eased:
                Get(eased.Account).MarginCalls.Remove(eased.Scope);
                break;
            case AccountMutation.InstrumentChanged changed:
                Store(changed.Symbol, changed.Change);
                break;
            case AccountMutation.LiquidationStarted:
                break;
            default:
                throw new UnreachableException($"no case for {mutation.GetType().Name}");
        }
    }

    public void Import(VenueState state)
    {
        foreach (AccountState saved in state.Accounts)
        {
            var account = new Account(saved.Account, saved.Asset, saved.OpenedAt)
            {
                WalletBalance = saved.WalletBalance,
                PositionMode = saved.PositionMode,
            };
            foreach (SimulatedPosition position in saved.Positions)
            {
                account.Positions[position.Key] = position;
            }

            foreach (SymbolSettings settings in saved.Settings)
            {
                account.Settings[settings.Symbol] = settings;
            }

            account.MarginCalls.UnionWith(saved.MarginCalls);
            Open(account);
        }

        foreach (SimulatedOrder order in state.Orders)
        {
            Store(order);
        }

        foreach (SimulatedFill fill in state.Fills)
        {
            Store(fill);
        }

        foreach (AccountBill bill in state.Bills)
        {
            Get(bill.Account).Bills.Add(bill);
        }

        foreach (FundingSettlement settlement in state.Settlements)
        {
            Store(settlement);
        }

        foreach ((Symbol symbol, InstrumentChange change) in state.InstrumentChanges)
        {
            Store(symbol, change);
        }

        LastOrderId = Math.Max(LastOrderId, state.LastOrderId);
        LastTradeId = Math.Max(LastTradeId, state.LastTradeId);
        LastBillId = Math.Max(LastBillId, state.LastBillId);
    }

    public static AccountState Export(Account account) => new()
    {
        Account = account.Name,
        Asset = account.Asset,
        OpenedAt = account.OpenedAt,
        WalletBalance = account.WalletBalance,
        PositionMode = account.PositionMode,
        Positions = [.. account.Positions.Values],
        Settings = [.. account.Settings.Values],
        MarginCalls = [.. account.MarginCalls],
    };

    private void Open(Account account)
    {
        if (_byName.TryAdd(account.Name, account))
        {
            _inOrder.Add(account);
        }
    }

    private void Store(SimulatedOrder order)
    {
        Account account = Get(order.Account);
        account.Orders[order.OrderId] = order;
        account.OrderIdsByClientId[order.ClientOrderId] = order.OrderId;
        if (order.IsOpen)
        {
            account.OpenOrderIds.Add(order.OrderId);
        }
        else
        {
            account.OpenOrderIds.Remove(order.OrderId);
        }

        LastOrderId = Math.Max(LastOrderId, order.OrderId);
    }

    private void Store(SimulatedPosition position) => Get(position.Account).Positions[position.Key] = position;

    private void Store(Symbol symbol, InstrumentChange change) =>
        _changes[symbol] = _changes.TryGetValue(symbol, out InstrumentChange? earlier) ? change.Over(earlier) : change;

    private void Store(SimulatedFill fill)
    {
        Account account = Get(fill.Account);
        account.Fills.Add(fill);
        DateOnly day = DateOnly.FromDateTime(fill.Time.UtcDateTime);
        account.VolumeByDay[day] = account.VolumeByDay.GetValueOrDefault(day) + (fill.Price * fill.Quantity);
        LastTradeId = Math.Max(LastTradeId, fill.TradeId);
    }

    private void Book(AccountBill bill)
    {
        Account account = Get(bill.Account);
        account.Bills.Add(bill);
        account.WalletBalance = bill.BalanceAfter;
        LastBillId = Math.Max(LastBillId, bill.BillId);
    }

    private void Store(FundingSettlement settlement)
    {
        if (!_settlements.TryGetValue(settlement.Symbol, out List<FundingSettlement>? list))
        {
            _settlements[settlement.Symbol] = list = [];
        }

        list.Add(settlement);
        _allSettlements.Add(settlement);
    }
}
