using PropBot.Core.Values;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// Contracts and base units of one instrument. The venue counts every size in contracts; Core never sees one. One contract is
/// <c>ctVal * ctMult</c> base units, and an order's size is a whole number of lots: <c>sz = floor(base / ctVal / lotSz) * lotSz</c>.
/// </summary>
internal sealed class ContractUnits
{
    private readonly decimal _basePerLot;
    private readonly long _numerator;
    private readonly long _denominator;

    // Beyond these a product does not fit into 64 bits.
    private readonly long _mostContractUnits;
    private readonly long _mostBaseUnits;

    /// <param name="basePerContract">Base units of one contract.</param>
    /// <param name="lotContracts">Size step in contracts (<c>lotSz</c>).</param>
    public ContractUnits(decimal basePerContract, decimal lotContracts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(basePerContract);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lotContracts);
        BasePerContract = basePerContract;
        LotContracts = lotContracts;
        _basePerLot = basePerContract * lotContracts;
        ContractScale = ScaledNumber.PlacesOf(lotContracts);
        BaseScale = ScaledNumber.PlacesOf(_basePerLot);

        // Scaled base units per scaled contract, as a fraction of whole numbers.
        decimal factor = basePerContract * Power(BaseScale) / Power(ContractScale);
        int places = ScaledNumber.PlacesOf(factor);
        _numerator = decimal.ToInt64(factor * Power(places));
        _denominator = decimal.ToInt64(Power(places));
        _mostContractUnits = long.MaxValue / _numerator;
        _mostBaseUnits = long.MaxValue / _denominator;
    }

    public decimal BasePerContract { get; }

    public decimal LotContracts { get; }

    /// <summary>Decimal places of a size on the wire.</summary>
    public int ContractScale { get; }

    /// <summary>Decimal places of a quantity in the book; equal to the instrument's quantity scale.</summary>
    public int BaseScale { get; }

    /// <summary>Size of an order in contracts, rounded down to whole lots; 0 when the quantity is below one lot.</summary>
    public decimal OrderSize(Quantity quantity) => decimal.Floor(quantity.Value / _basePerLot) * LotContracts;

    public Quantity ToBase(decimal contracts) => new(contracts * BasePerContract);

    /// <summary>Scaled contracts into scaled base units, for the book; allocates nothing.</summary>
    /// <returns>Malformed when it is too large for the book, finer when it is no whole number of its units and was cut off.</returns>
    public LevelReading ToBaseUnits(long contractUnits, out long baseUnits)
    {
        if (contractUnits <= _mostContractUnits)
        {
            long product = contractUnits * _numerator;
            if (_denominator == 1)
            {
                baseUnits = product;
                return LevelReading.Exact;
            }

            (baseUnits, long left) = Math.DivRem(product, _denominator);
            return left == 0 ? LevelReading.Exact : LevelReading.Finer;
        }

        (Int128 quotient, Int128 rest) = Int128.DivRem((Int128)contractUnits * _numerator, _denominator);
        bool fits = quotient <= long.MaxValue;
        baseUnits = fits ? (long)quotient : 0;
        return !fits ? LevelReading.Malformed : rest == 0 ? LevelReading.Exact : LevelReading.Finer;
    }

    /// <summary>The way back: what the venue wrote for a quantity of the book.</summary>
    public long ToContractUnits(long baseUnits) => baseUnits <= _mostBaseUnits
        ? baseUnits * _denominator / _numerator
        : (long)((Int128)baseUnits * _denominator / _numerator);

    private static decimal Power(int places)
    {
        decimal power = 1m;
        for (int i = 0; i < places; i++)
        {
            power *= 10m;
        }

        return power;
    }
}
