using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>A rule of an instrument that the venue has changed, for people and for the journal.</summary>
/// <param name="Field"><c>tick</c>, <c>lot</c>, <c>funding_interval</c>, ...</param>
public sealed record RuleChange(string Field, string Before, string After)
{
    public override string ToString() => $"{Field} {Before} -> {After}";

    /// <summary>Everything that decides whether an order is taken and what a position costs; fees are the account's, not the instrument's.</summary>
    public static IReadOnlyList<RuleChange> Between(Instrument before, Instrument after)
    {
        IReadOnlyList<KeyValuePair<string, string>> old = RulesOf(before);
        IReadOnlyList<KeyValuePair<string, string>> now = RulesOf(after);
        return [.. old.Zip(now).Where(p => p.First.Value != p.Second.Value).Select(p => new RuleChange(p.First.Key, p.First.Value, p.Second.Value))];
    }

    /// <summary>The rules as text, in a fixed order: what is kept of an instrument that was accepted.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> RulesOf(Instrument instrument) =>
    [
        new("native_symbol", instrument.NativeSymbol),
        new("settle_asset", instrument.SettleAsset.Code),
        new("tick", WireNumber.Format(instrument.Tick.Value)),
        new("lot", WireNumber.Format(instrument.Lot.Value)),
        new("min_quantity", WireNumber.Format(instrument.MinQuantity.Value)),
        new("max_quantity", instrument.MaxQuantity is { } most ? WireNumber.Format(most.Value) : None),
        new("min_notional", WireNumber.Format(instrument.MinNotional.Value)),
        new("contract_multiplier", WireNumber.Format(instrument.ContractMultiplier)),
        new("funding_interval", WireNumber.Format((decimal)instrument.FundingInterval.TotalMinutes) + " min"),
        new("funding_floor", Format(instrument.FundingLimits?.Floor)),
        new("funding_cap", Format(instrument.FundingLimits?.Cap)),
        new("buy_up_to", Format(instrument.PriceBand?.BuyUpTo)),
        new("sell_down_to", Format(instrument.PriceBand?.SellDownTo)),
        new("status", instrument.Status.ToString()),
        new("delisting_at", instrument.DelistingAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? None),
    ];

    private const string None = "none";

    private static string Format(Rate? rate) => rate is { } known ? WireNumber.Format(known.Value) : None;
}
