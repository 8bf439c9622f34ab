using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>What the parts of one venue share: books, accounts, the time, and the one way to change and to tell.</summary>
internal sealed class VenueContext
{
    private readonly IVenueListener? _listener;

    public VenueContext(SimulatedVenueOptions options, IVenueListener? listener)
    {
        Options = options;
        _listener = listener;
        foreach (InstrumentSetup setup in options.Instruments)
        {
            if (setup.Instrument.Id.Venue != options.Venue)
            {
                throw new ArgumentException($"{setup.Instrument.Id} is not an instrument of {options.Venue}", nameof(options));
            }

            Books.Add(setup.Instrument.Id.Symbol, new SimulatedBook(setup, options));
        }

        if (options.FeeTiers.Count == 0)
        {
            throw new ArgumentException($"{options.Venue} has no fee tier", nameof(options));
        }
    }

    public SimulatedVenueOptions Options { get; }

    public SortedDictionary<Symbol, SimulatedBook> Books { get; } = [];

    public VenueAccounts Accounts { get; } = new();

    public DateTimeOffset Now { get; private set; }

    /// <returns>Null when both are there.</returns>
    public Refusal? Refuse(string accountName, Symbol symbol, out Account account, out SimulatedBook book)
    {
        account = Accounts.Find(accountName)!;
        book = Books.GetValueOrDefault(symbol)!;
        if (account is null)
        {
            return new Refusal(RefusalReason.UnknownAccount, "there is no such account");
        }

        return book is null ? new Refusal(RefusalReason.UnknownInstrument, $"there is no instrument {symbol}") : null;
    }

    public void MoveTo(DateTimeOffset now)
    {
        if (now > Now)
        {
            Now = now;
        }
    }

    public void Commit(AccountMutation mutation)
    {
        Accounts.Apply(mutation);
        _listener?.OnAccount(mutation);
    }

    public void Print(SimulatedBook book, long tradeId, Side taker, decimal price, decimal quantity, bool isLiquidation)
    {
        var trade = new PublicTrade(book.Instrument.Id.Symbol, tradeId, taker, price, quantity, Now, isLiquidation);
        book.Remember(in trade);
        _listener?.OnTrade(in trade);
    }

    public void Publish(SimulatedBook book)
    {
        if (book.TakeUpdate(Now) is { } update)
        {
            _listener?.OnBook(update);
        }
    }

    public void TellInstrument(InstrumentSetup setup) => _listener?.OnInstrument(setup, Now);

    public void PublishMark(SimulatedBook book)
    {
        if (_listener is not null && book.Market is { } market)
        {
            _listener.OnMark(book.Instrument, Now, in market);
        }
    }

    /// <summary>Fees of the account today: the tier that its volume of the 30 days before today reaches.</summary>
    public FeeTier TierOf(Account account)
    {
        IReadOnlyList<FeeTier> tiers = Options.FeeTiers;
        if (tiers.Count == 1)
        {
            return tiers[0];
        }

        decimal volume = account.VolumeBefore(DateOnly.FromDateTime(Now.UtcDateTime));
        int reached = tiers.Count - 1;
        while (reached > 0 && volume < tiers[reached].MinVolume)
        {
            reached--;
        }

        return tiers[reached];
    }

    public SymbolSettings SettingsOf(Account account, Symbol symbol) => account.Settings.TryGetValue(symbol, out SymbolSettings? settings)
        ? settings
        : new SymbolSettings(account.Name, symbol, Math.Min(Options.DefaultLeverage, Books[symbol].Setup.MaxLeverage), MarginMode.Cross);

    public AccountBill NextBill(Account account, BillType type, decimal amount, Symbol? symbol) => new()
    {
        BillId = Accounts.LastBillId + 1,
        Account = account.Name,
        Type = type,
        Asset = account.Asset,
        Amount = amount,
        BalanceAfter = account.WalletBalance + amount,
        Time = Now,
        Symbol = symbol,
    };
}
