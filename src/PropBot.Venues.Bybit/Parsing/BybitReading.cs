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
            PriceBand = WireText.Decimal(wire.RiskParameters?.PriceLimitRatioX) is { } ratio ? new PriceBand(new Rate(ratio), new Rate(ratio)) : null,
            FundingLimits = WireText.Decimal(wire.LowerFundingRate) is { } floor && WireText.Decimal(wire.UpperFundingRate) is { } cap
                ? new FundingLimits(new Rate(floor), new Rate(cap))
                : null,
            Status = StatusOf(wire),
            ListedAt = WireText.Milliseconds(wire.LaunchTime),
            DelistingAt = WireText.Milliseconds(wire.DeliveryTime),
        };
    }

    public static FeeSchedule ReadFees(BybitFeeRate wire) => new(
        new Rate(WireText.Required(wire.MakerFeeRate, "makerFeeRate")), new Rate(WireText.Required(wire.TakerFeeRate, "takerFeeRate")));

    /// <param name="positions">Positions in instruments that are not traded here are left out.</param>
    /// <param name="margin">The account's mode, which no position tells (rule A1).</param>
    public static AccountReport ReadAccount(
        BybitWallet wallet,
        IEnumerable<BybitPosition> positions,
        IReadOnlyDictionary<string, Instrument> instruments,
        MarginMode margin,
        DateTimeOffset now)
    {
        Asset settle = Asset.Usdt;
        BybitCoin? coin = wallet.Coin?.FirstOrDefault(c => c.Coin == settle.Code);
        return new AccountReport(
            VenueId.BybitLinear,
            settle,
            WireText.DecimalOrZero(coin?.WalletBalance),
            WireText.DecimalOrZero(coin?.UnrealisedPnl),
            FreeOf(wallet, coin, margin),
            [.. ReadPositions(positions, instruments, margin)],
            now)
        {
            MarginRatio = margin == MarginMode.Cross ? WireText.Decimal(wallet.AccountMMRate) : null,
            MaintenanceMargin = WireText.Decimal(coin?.TotalPositionMM),
        };
    }

    private static IEnumerable<PositionReport> ReadPositions(
        IEnumerable<BybitPosition> positions, IReadOnlyDictionary<string, Instrument> instruments, MarginMode margin)
    {
        foreach (BybitPosition wire in positions)
        {
            decimal size = WireText.DecimalOrZero(wire.Size);
            if (size != 0m)
            {
                yield return new PositionReport(
                    IdOf(wire, instruments),
                    BybitOrderReading.SideOf(wire.Side).Sign() * size,
                    WireText.DecimalOrZero(wire.AvgPrice),
                    WireText.DecimalOrZero(wire.MarkPrice),
                    WireText.DecimalOrZero(wire.UnrealisedPnl))
                {
                    Side = PositionSideOf(wire.PositionIdx),
                    MarginMode = margin,
                    Leverage = WireText.Decimal(wire.Leverage),
                    LiquidationPrice = WireText.Decimal(wire.LiqPrice) is { } price and > 0m ? price : null,
                    AdlRank = wire.AdlRankIndicator is >= 0 and <= 5 ? wire.AdlRankIndicator : null,
                };
            }
        }
    }

    /// <summary>A position that nobody trades here takes margin too: it is reported, or the account is not known.</summary>
    private static InstrumentId IdOf(BybitPosition wire, IReadOnlyDictionary<string, Instrument> instruments) =>
        instruments.TryGetValue(wire.Symbol ?? "", out Instrument? instrument) ? instrument.Id
        : BybitListing.StrangerOf(wire.Symbol)
        ?? throw new FormatException($"the account has a position of {wire.Size} in '{wire.Symbol}', which is no symbol such as BTCUSDT");

    private static PositionSide PositionSideOf(int index) => index switch
    {
        0 => PositionSide.Net,
        1 => PositionSide.Long,
        2 => PositionSide.Short,
        _ => throw new FormatException($"positionIdx {index} is none of 0, 1 and 2"),
    };

    /// <summary>
    /// What USDT alone leaves free, and in cross mode not more than the account as a whole, which counts other coins as collateral
    /// too and debts in them against it (rule A4).
    /// </summary>
    private static decimal FreeOf(BybitWallet wallet, BybitCoin? coin, MarginMode margin)
    {
        decimal used = WireText.DecimalOrZero(coin?.TotalOrderIM) + WireText.DecimalOrZero(coin?.TotalPositionIM) + WireText.DecimalOrZero(coin?.Locked);
        decimal own = margin == MarginMode.Isolated
            ? WireText.DecimalOrZero(coin?.WalletBalance) - used - WireText.DecimalOrZero(coin?.Bonus)
            : WireText.DecimalOrZero(coin?.Equity) - used;
        return margin == MarginMode.Cross && WireText.Decimal(wallet.TotalAvailableBalance) is { } whole && whole < own ? whole : own;
    }

    private static decimal? SmallerMaximum(BybitLotSizeFilter lot)
    {
        decimal? limit = WireText.Decimal(lot.MaxOrderQty);
        decimal? market = WireText.Decimal(lot.MaxMktOrderQty);
        return limit is { } l && market is { } m ? Math.Min(l, m) : limit ?? market;
    }

    private static InstrumentStatus StatusOf(BybitInstrument wire) => wire.Status switch
    {
        "Trading" => WireText.Milliseconds(wire.DeliveryTime) is null ? InstrumentStatus.Trading : InstrumentStatus.Delisting,
        "Settling" or "Delivering" or "Closed" => InstrumentStatus.Delisting,
        _ => InstrumentStatus.Suspended,
    };
}
