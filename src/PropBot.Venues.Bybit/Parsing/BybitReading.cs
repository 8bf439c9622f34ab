using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>Instruments and account, wire to Core. The venue counts in coins: nothing has to be converted.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class BybitReading
{
    public static Instrument ReadInstrument(BybitInstrument wire, Symbol symbol, FeeSchedule fees)
    {
        string native = WireText.RequiredText(wire.Symbol, "symbol");
        if (wire.ContractType != "LinearPerpetual" || wire.BaseCoin != symbol.Base.Code || wire.QuoteCoin != symbol.Quote.Code)
        {
            throw new FormatException($"{native} is a {wire.ContractType} of {wire.BaseCoin}/{wire.QuoteCoin}, not a linear perpetual of {symbol}");
        }

        BybitLotSizeFilter lot = wire.LotSizeFilter ?? throw new FormatException("field 'lotSizeFilter' is missing");
        return new Instrument
        {
            Id = new InstrumentId(VenueId.BybitLinear, symbol),
            NativeSymbol = native,
            SettleAsset = new Asset(WireText.RequiredText(wire.SettleCoin, "settleCoin")),
            Tick = new TickSize(WireText.Required(wire.PriceFilter?.TickSize, "tickSize")),
            Lot = new LotSize(WireText.Required(lot.QtyStep, "qtyStep")),
            MinQuantity = new Quantity(WireText.Required(lot.MinOrderQty, "minOrderQty")),
            MaxQuantity = SmallerMaximum(lot) is { } maximum ? new Quantity(maximum) : null,
            MinNotional = new Notional(WireText.DecimalOrZero(lot.MinNotionalValue)),
            Fees = fees,
            FundingInterval = wire.FundingInterval > 0 ? TimeSpan.FromMinutes(wire.FundingInterval) : TimeSpan.FromHours(8),
            Status = StatusOf(wire),
        };
    }

    public static FeeSchedule ReadFees(BybitFeeRate wire) => new(
        new Rate(WireText.Required(wire.MakerFeeRate, "makerFeeRate")), new Rate(WireText.Required(wire.TakerFeeRate, "takerFeeRate")));

    /// <param name="positions">Positions in instruments that are not traded here are left out.</param>
    public static AccountReport ReadAccount(
        BybitWallet wallet, IEnumerable<BybitPosition> positions, IReadOnlyDictionary<string, Instrument> instruments, DateTimeOffset now)
    {
        Asset settle = Asset.Usdt;
        BybitCoin? coin = wallet.Coin?.FirstOrDefault(c => c.Coin == settle.Code);
        return new AccountReport(
            VenueId.BybitLinear,
            settle,
            WireText.DecimalOrZero(coin?.WalletBalance),
            WireText.DecimalOrZero(coin?.UnrealisedPnl),
            WireText.Decimal(wallet.TotalAvailableBalance) ?? FreeOf(coin),
            [.. ReadPositions(positions, instruments)],
            now);
    }

    /// <remarks>
    /// The log's <c>id</c> is the same for entries of one position that follow each other; with the time of the settlement it is
    /// unique.
    /// </remarks>
    public static FundingPayment ReadPayment(BybitTransaction wire, Instrument instrument)
    {
        DateTimeOffset settledAt = WireText.RequiredMilliseconds(wire.TransactionTime, "transactionTime");
        return new FundingPayment(
            instrument.Id,
            $"{WireText.RequiredText(wire.Id, "id")}@{wire.TransactionTime}",
            new Money(WireText.Required(wire.Change, "change"), new Asset(WireText.RequiredText(wire.Currency, "currency"))),
            settledAt);
    }

    private static IEnumerable<PositionReport> ReadPositions(
        IEnumerable<BybitPosition> positions, IReadOnlyDictionary<string, Instrument> instruments)
    {
        foreach (BybitPosition wire in positions)
        {
            decimal size = WireText.DecimalOrZero(wire.Size);
            if (size != 0m && wire.Symbol is not null && instruments.TryGetValue(wire.Symbol, out Instrument? instrument))
            {
                yield return new PositionReport(
                    instrument.Id,
                    BybitOrderReading.SideOf(wire.Side).Sign() * size,
                    WireText.DecimalOrZero(wire.AvgPrice),
                    WireText.DecimalOrZero(wire.MarkPrice),
                    WireText.DecimalOrZero(wire.UnrealisedPnl));
            }
        }
    }

    private static decimal FreeOf(BybitCoin? coin) => WireText.DecimalOrZero(coin?.Equity)
        - WireText.DecimalOrZero(coin?.TotalOrderIM) - WireText.DecimalOrZero(coin?.TotalPositionIM);

    private static decimal? SmallerMaximum(BybitLotSizeFilter lot)
    {
        decimal? limit = WireText.Decimal(lot.MaxOrderQty);
        decimal? market = WireText.Decimal(lot.MaxMktOrderQty);
        return limit is { } l && market is { } m ? Math.Min(l, m) : limit ?? market;
    }

    private static InstrumentStatus StatusOf(BybitInstrument wire) => wire.Status switch
    {
        "Trading" => WireText.Milliseconds(wire.DeliveryTime) is null ? InstrumentStatus.Trading : InstrumentStatus.Delisting,
        "Settling" or "Delivering" => InstrumentStatus.Delisting,
        _ => InstrumentStatus.Suspended,
    };
}
