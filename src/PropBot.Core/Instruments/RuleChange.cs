using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>A rule of an instrument that the venue has changed, for people and for the journal.</summary>
/// <param name="Field"><c>tick</c>, <c>lot</c>, <c>funding_interval</c>, ...</param>
public sealed record RuleChange(string Field, string Before, string After)
{
    public override string ToString() => $"{Field} {Before} -> {After}";

    /// <summary>Everything that decides whether an order is taken and what a position costs; fees are the account's, not the instrument's.</summary>
    public static IReadOnlyList<RuleChange> Between(Instrument before, Instrument after) => Between(RulesOf(before), RulesOf(after));

    /// <summary>By name; a rule that only one of the two lists knows is no change, it came or went with a version of the program.</summary>
    public static IReadOnlyList<RuleChange> Between(
        IReadOnlyList<KeyValuePair<string, string>> before, IReadOnlyList<KeyValuePair<string, string>> after)
    {
        var old = new Dictionary<string, string>(before, StringComparer.Ordinal);
        return
        [
            .. after.Where(now => old.TryGetValue(now.Key, out string? was) && was != now.Value)
                .Select(now => new RuleChange(now.Key, old[now.Key], now.Value)),
        ];
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
