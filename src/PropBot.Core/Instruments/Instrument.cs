using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

public enum InstrumentStatus
{
    Trading = 1,
    Suspended = 2,
    Delisting = 3,

    /// <summary>The contract has ended and everything held of it was closed.</summary>
    Settled = 4,
}

/// <summary>A perpetual contract as the venue describes it, turned into base units. Linear contracts only.</summary>
public sealed record Instrument
{
    public required InstrumentId Id { get; init; }

    /// <summary>The venue's own spelling, for the wire and for people: <c>BTC-USDT-SWAP</c>.</summary>
    public required string NativeSymbol { get; init; }

    public required Asset SettleAsset { get; init; }

    public required TickSize Tick { get; init; }

    /// <summary>Quantity step in base units: lot in contracts times <see cref="ContractMultiplier"/>.</summary>
    public required LotSize Lot { get; init; }

    public required Quantity MinQuantity { get; init; }

    /// <summary>
    /// Largest quantity of one order, base units; null when the venue names none. Where a market order may have less than a limit order it
    /// is that, so that each rung of a rescue can have what the one before had.
    /// </summary>
    public Quantity? MaxQuantity { get; init; }

    public Notional MinNotional { get; init; } = Notional.Zero;

    /// <summary>Base units of one contract; 1 where the venue counts in coins.</summary>
    public decimal ContractMultiplier { get; init; } = 1m;

    public required FeeSchedule Fees { get; init; }

    /// <summary>Time between two funding settlements.</summary>
    public TimeSpan FundingInterval { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Null where the venue names none, or tells prices instead (<see cref="PriceLimits"/>).</summary>
    public PriceBand? PriceBand { get; init; }

    /// <summary>Null where the venue names none.</summary>
    public FundingLimits? FundingLimits { get; init; }

    public InstrumentStatus Status { get; init; } = InstrumentStatus.Trading;

    /// <summary>Since when the venue lists the contract; null where it does not say.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>When the contract ends, once the venue has announced it.</summary>
    public DateTimeOffset? DelistingAt { get; init; }

    /// <summary>Decimal places of a price in the book.</summary>
    public int PriceScale => ScaledNumber.PlacesOf(Tick.Value);

    /// <summary>Decimal places of a base quantity in the book.</summary>
    public int QuantityScale => ScaledNumber.PlacesOf(Lot.Value);

    /// <summary>What of a quantity one order can have; a little less than the largest where the rest would be below the smallest.</summary>
    public Quantity OneOrderOf(Quantity wanted)
    {
        if (MaxQuantity is not { } most || wanted <= most)
        {
            return wanted;
        }

        Quantity left = wanted - most;
        Quantity part = Lot.RoundDown(left < MinQuantity && wanted - MinQuantity >= MinQuantity ? wanted - MinQuantity : most);
        // A maximum below one lot is none that an order could keep to: the venue's own answer is told then.
        return part.IsZero ? wanted : part;
    }
}
