using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.State;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>Works out every limit's line as of the last event. Changes nothing.</summary>
internal sealed class RiskReading(EngineState state, MarginGuard margins)
{
    private readonly DeskExposure _exposure = new();
    private readonly List<RiskLine> _lines = [];

    public RiskSnapshot Build(DaySnapshot day, StrategySnapshot strategy)
    {
        _lines.Clear();
        _exposure.Fill(state);
        AddCaps();
        AddAccounts();
        AddPace();
        AddDay(day, strategy);
        IReadOnlyList<SettleCoinSnapshot> coins = state.Options.Risk.MaxSettleDepegBps == 0m ? [] : [.. state.SettleCoins.All.Select(Coin)];
        AddCoins(coins);
        return new RiskSnapshot([.. _lines], Denials(), [.. state.UnknownPairs]) { MarginTiers = MarginTiers(), SettleCoins = coins };
    }

    private List<RiskDenial> Denials() => [.. state.LastRefusals.Select(last =>
    {
        (RiskRefusal refusal, DateTimeOffset at) = last.Value;
        (string english, string russian) = RiskText.Of(refusal);
        string code = refusal.Rule.Code();
        return new RiskDenial(
            code, at, refusal.Limit, refusal.Actual, RiskText.UnitOf(refusal.Rule), refusal.Venue.Name ?? "", refusal.Symbol.Name ?? "",
            state.Refusals.GetValueOrDefault(code), english, russian);
    })];

    private List<MarginTierReading> MarginTiers() => [.. state.Instruments.Values.Select(ReadingOf)];

    private MarginTierReading ReadingOf(InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        if (instrument.Margin.Tiers is not { } tiers)
        {
            return new MarginTierReading(id, MarginTierReading.Assumed, null, 0, state.Options.Risk.AssumedMaintenanceRate, null, null);
        }

        decimal held = Math.Abs(state.PositionOf(id));
        decimal price = instrument.Valuation ?? 0m;
        PositionTier tier = MarginLeg.TierAt(tiers, held, held * price);
        return new MarginTierReading(
            id, MarginTierReading.FromVenue, instrument.Margin.ReadAt, tiers.Count, tier.MaintenanceRate.Value, tier.MaxLeverage,
            price > 0m ? tier.UpToAt(price) : tier.UpTo?.Value);
    }

    private void AddCaps()
    {
        RiskOptions limits = state.Options.Risk;
        Symbol[] symbols = [.. state.Options.Symbols.Concat(state.Pairs.Select(p => p.Record.Symbol)).Distinct().Order()];
        Add(RiskRule.TotalCap, "*", limits.MaxNotionalTotal.Value, _exposure.Total.Value);
        Add(RiskRule.StrategyCap, StrategyNames.CrossExchangeArb, limits.MaxNotionalPerStrategy.Value, _exposure.Total.Value);
        // A leg that has grown since is no order that was too large.
        AddReached(RiskRule.OrderCap, "*", limits.MaxNotionalPerOrder.Value, _exposure.LargestLeg.Value, isReached: false, "the largest leg of an open pair at its mark");
        Add(RiskRule.ActivePairs, "*", limits.MaxActivePairs, state.Pairs.Count);
        foreach (Symbol symbol in symbols)
        {
            Add(RiskRule.SymbolCap, symbol.Name, limits.CapOf(symbol).Value, _exposure.OfSymbol(symbol).Value);
        }

        foreach (Asset asset in symbols.Select(s => s.Base).Distinct())
        {
            Add(RiskRule.AssetCap, asset.Code, limits.CapOf(asset).Value, _exposure.OfAsset(asset).Value);
            Add(RiskRule.NetDelta, asset.Code, limits.NetDeltaOf(asset).Value, _exposure.WorstDelta(asset),
                $"{WireNumber.Format(_exposure.NetUnits(asset))} {asset} by what is filled");
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            Add(RiskRule.VenueCap, venue.Venue.Name, limits.CapOf(venue.Venue).Value, _exposure.OfVenue(venue.Venue).Value);
            Add(RiskRule.OpenOrders, venue.Venue.Name, limits.OpenOrdersOf(venue.Venue), state.OpenOrdersOn(venue));
            Add(RiskRule.VenueRejects, venue.Venue.Name, limits.MaxVenueRejects, venue.Rejects.InARow);
        }
    }

    private void AddAccounts()
    {
        RiskOptions limits = state.Options.Risk;
        IReadOnlyList<VenueMargin> venues = margins.Now();
        foreach (VenueMargin venue in venues)
        {
            Add(RiskRule.Leverage, venue.Venue.Name, limits.LeverageOf(venue.Venue), venue.Leverage);
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            if (venue.MarginRatio is { } ratio)
            {
                AddReached(RiskRule.MarginCall, venue.Venue.Name, limits.MaxMarginRatio, ratio, ratio >= limits.MaxMarginRatio || venue.MarginCallElapsed is not null,
                    venue.MarginCallElapsed is null ? "" : "the venue has called for margin");
            }
        }

        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            if (margins.DistanceOf(instrument) is { } distance)
            {
                _lines.Add(new RiskLine(
                    RiskRule.LiquidationDistance.Code(), instrument.Instrument.Id.ToString(), limits.MinLiquidationDistance, distance,
                    RiskText.UnitOf(RiskRule.LiquidationDistance), distance < limits.MinLiquidationDistance, MarginDetail(instrument))
                { IsFloor = true, IsOff = limits.MinLiquidationDistance == 0m });
            }
        }

        foreach (Asset asset in _exposure.Legs.Select(l => l.Instrument.Symbol.Base).Distinct())
        {
            if (StressTest.Worst(limits, venues, asset) is { } worst)
            {
                string venue = worst.Venue.IsDefined ? $"{worst.Venue}: margin" : "loss of the venues that are left";
                Add(RiskRule.Stress, asset.Code, worst.Limit, worst.Actual, $"{venue}{RiskText.Scenario(worst.Scenario).English}");
            }
        }
    }

    private string MarginDetail(InstrumentState instrument)
    {
        MarginTierReading reading = ReadingOf(instrument);
        string rate = $"maintenance margin {WireNumber.Format(reading.MaintenanceRate * 100m)} %";
        return reading.Source == MarginTierReading.FromVenue ? $"{rate}, the venue's" : $"{rate}, assumed: the venue has not told its table";
    }

    private void AddPace()
    {
        RiskOptions limits = state.Options.Risk;
        Add(RiskRule.RunawayOrders, "*", limits.MaxOrdersPerMinute, state.OpenPace.Read(state.Elapsed));
        Add(RiskRule.RunawayCancels, "*", limits.MaxCancelsPerMinute, state.CancelPace.Read(state.Elapsed));
    }

    /// <summary>The latch of the day, as every view says it: what reaches a limit of the day breaches it, and it stays so until the day is over.</summary>
    private void AddDay(DaySnapshot day, StrategySnapshot strategy)
    {
        AddReached(RiskRule.DailyLoss, "*", day.MaxLoss, day.WorstLosses, day.IsLossBreached);
        AddReached(RiskRule.Drawdown, "*", day.MaxDrawdownBps, day.DrawdownBps, day.IsDrawdownBreached);
        AddReached(RiskRule.StrategyBudget, strategy.Name, strategy.Limits.DailyLossBudget?.Value, strategy.BudgetUsed, strategy.IsBudgetUsed);
    }

    private SettleCoinSnapshot Coin(SettleCoin coin)
    {
        (string english, string russian) = SettleCoinText.Of(coin, state);
        return new SettleCoinSnapshot(
            coin.Coin, coin.Price, coin.DeviationBps, state.Elapsed - coin.NewestElapsed, coin.IsOffPeg,
            state.SettleCoins.Forbids(coin.Coin, state.Elapsed, state.Options.Risk) is null,
            [.. coin.Told.Select(t => new SettleCoinSource(t.Key, t.Value.Price.Price.Value, state.Elapsed - t.Value.Elapsed, t.Value.Price.Source))],
            english, russian);
    }

    private void AddCoins(IReadOnlyList<SettleCoinSnapshot> coins)
    {
        RiskOptions limits = state.Options.Risk;
        foreach (SettleCoinSnapshot coin in coins)
        {
            Add(RiskRule.SettleDepeg, coin.Coin.Code, limits.MaxSettleDepegBps, coin.DeviationBps ?? 0m, coin.English);
            if (coin.Age is { } age)
            {
                Add(RiskRule.SettlePriceStale, coin.Coin.Code, (decimal)limits.SettlePriceStaleAfter.TotalSeconds, (decimal)age.TotalSeconds);
            }
        }
    }

    /// <param name="threshold">Null switches it off.</param>
    private void AddReached(RiskRule rule, string scope, decimal? threshold, decimal current, bool isReached, string detail = "") => _lines.Add(
        new RiskLine(rule.Code(), scope, threshold ?? 0m, current, RiskText.UnitOf(rule), isReached, detail) { IsOff = threshold is null });

    private void Add(RiskRule rule, string scope, decimal threshold, decimal current, string detail = "")
    {
        bool isOff = threshold == 0m && rule is (RiskRule.RunawayOrders or RiskRule.RunawayCancels);
        _lines.Add(new RiskLine(rule.Code(), scope, threshold, current, RiskText.UnitOf(rule), !isOff && current > threshold, detail) { IsOff = isOff });
    }
}
