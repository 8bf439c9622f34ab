using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>An instrument as Core knows it, with what only this venue needs: its family and its contract units.</summary>
internal sealed record OkxListing(Instrument Instrument, string Family, ContractUnits Units)
{
    private const string LinearSwap = "SWAP";

    /// <summary>The venue's spelling: <c>BTC-USDT-SWAP</c>.</summary>
    public static string NativeSymbolOf(Symbol symbol) => $"{symbol.Base}-{symbol.Quote}-SWAP";

    /// <summary>An instrument of the account that is none of ours.</summary>
    /// <returns>Null when the name does not lead back to itself, so that nothing could be cancelled by it.</returns>
    public static InstrumentId? StrangerOf(string? instId) =>
        Symbol.TryParse(instId, out Symbol symbol) && NativeSymbolOf(symbol) == instId ? new InstrumentId(VenueId.OkxPerp, symbol) : null;

    /// <exception cref="FormatException">A field that is needed is missing or not a number, or the contract is not linear.</exception>
    public static OkxListing Read(
        OkxInstrument wire, Symbol symbol, FeeSchedule fees, TimeSpan fundingInterval, FundingLimits? fundingLimits = null)
    {
        string native = WireText.RequiredText(wire.InstId, "instId");
        if (wire.InstType != LinearSwap || wire.CtType != "linear" || wire.CtValCcy != symbol.Base.Code)
        {
            throw new FormatException($"{native} is not a linear swap that counts in {symbol.Base} (ctType {wire.CtType}, ctValCcy {wire.CtValCcy})");
        }

        decimal basePerContract = WireText.Required(wire.CtVal, "ctVal") * (WireText.Decimal(wire.CtMult) ?? 1m);
        ContractUnits units = new(basePerContract, WireText.Required(wire.LotSz, "lotSz"));
        Instrument instrument = new()
        {
            Id = new InstrumentId(VenueId.OkxPerp, symbol),
            NativeSymbol = native,
            SettleAsset = new Asset(WireText.RequiredText(wire.SettleCcy, "settleCcy")),
            Tick = new TickSize(WireText.Required(wire.TickSz, "tickSz")),
            Lot = new LotSize(units.BasePerContract * units.LotContracts),
            MinQuantity = units.ToBase(WireText.Required(wire.MinSz, "minSz")),
            MaxQuantity = SmallerMaximum(wire) is { } maximum ? units.ToBase(maximum) : null,
            ContractMultiplier = basePerContract,
            Fees = fees,
            FundingInterval = fundingInterval,
            FundingLimits = fundingLimits,
            Status = StatusOf(wire),
            ListedAt = WireText.Milliseconds(wire.ListTime),
            DelistingAt = WireText.Milliseconds(wire.ExpTime),
        };
        return new OkxListing(instrument, wire.InstFamily is { Length: > 0 } family ? family : $"{symbol.Base}-{symbol.Quote}", units)
        {
            NextChangeAt = NextChangeOf(wire),
        };
    }

    /// <summary>When the venue changes a rule next, as far as it has announced.</summary>
    public DateTimeOffset? NextChangeAt { get; init; }

    /// <summary>Whether the venue's message describes the same rules; what it does not carry (fees, funding) is left as it is.</summary>
    /// <exception cref="FormatException">As <see cref="Read"/>.</exception>
    public bool HasRulesOf(OkxInstrument wire)
    {
        OkxListing other = Read(wire, Instrument.Id.Symbol, Instrument.Fees, Instrument.FundingInterval, Instrument.FundingLimits);
        return other.Instrument == Instrument && other.NextChangeAt == NextChangeAt;
    }

    /// <summary>
    /// The account's rates; the venue writes a cost as a negative number, Core as a positive one. USDT-margined contracts have
    /// rates of their own (<c>makerU</c>), and accounts with fee groups the rates of the instrument's group.
    /// </summary>
    public static FeeSchedule ReadFees(OkxTradeFee wire, string? groupId)
    {
        OkxFeeGroup? group = wire.FeeGroup?.FirstOrDefault(g => !string.IsNullOrEmpty(groupId) && g.GroupId == groupId);
        string? maker = FirstOf(group?.Maker, wire.MakerU, wire.Maker);
        string? taker = FirstOf(group?.Taker, wire.TakerU, wire.Taker);
        return new FeeSchedule(new Rate(-WireText.Required(maker, "maker")), new Rate(-WireText.Required(taker, "taker")));
    }

    private static string? FirstOf(params ReadOnlySpan<string?> texts)
    {
        foreach (string? text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return null;
    }

    private static decimal? SmallerMaximum(OkxInstrument wire)
    {
        decimal? limit = WireText.Decimal(wire.MaxLmtSz);
        decimal? market = WireText.Decimal(wire.MaxMktSz);
        return limit is { } l && market is { } m ? Math.Min(l, m) : limit ?? market;
    }

    private static DateTimeOffset? NextChangeOf(OkxInstrument wire)
    {
        DateTimeOffset? next = null;
        foreach (OkxUpcomingChange change in wire.UpcChg ?? [])
        {
            if (WireText.Milliseconds(change.EffTime) is { } time && !(next < time))
            {
                next = time;
            }
        }

        return next;
    }

    /// <summary>Only <c>live</c> takes every order: <c>post_only</c> would refuse a hedge, <c>rebase</c> and <c>suspend</c> refuse all.</summary>
    private static InstrumentStatus StatusOf(OkxInstrument wire) => wire.State != "live"
        ? InstrumentStatus.Suspended
        : string.IsNullOrEmpty(wire.ExpTime) ? InstrumentStatus.Trading : InstrumentStatus.Delisting;
}
