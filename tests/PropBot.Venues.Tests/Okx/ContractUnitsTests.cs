using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;

namespace PropBot.Venues.Tests.Okx;

public sealed class ContractUnitsTests
{
    private static readonly decimal[] Multipliers = [0.0001m, 0.001m, 0.01m, 0.1m, 0.2m, 0.3m, 1m, 5m, 10m, 100m, 1000m, 1_000_000m];
    private static readonly decimal[] Lots = [0.001m, 0.01m, 0.1m, 0.5m, 1m, 5m];

    [Theory]
    // 1000 USDT at 20000 are 0.05 BTC, with 0.01 BTC to the contract 5 contracts: not 0.05 (defect D64).
    [InlineData("0.01", "1", "0.05", "5")]
    [InlineData("0.01", "0.01", "0.0501", "5.01")]
    [InlineData("0.01", "0.01", "0.05019", "5.01")]
    [InlineData("0.01", "1", "0.0099", "0")]
    [InlineData("10", "1", "25", "2")]
    [InlineData("0.3", "0.5", "0.6", "2")]
    public void OrderSize_Quantity_IsWholeLotsOfContracts(string perContract, string lot, string quantity, string expected)
    {
        ContractUnits units = new(WireNumber.Parse(perContract), WireNumber.Parse(lot));

        Assert.Equal(WireNumber.Parse(expected), units.OrderSize(new Quantity(WireNumber.Parse(quantity))));
    }

    [Fact]
    public void OrderSize_AnyQuantity_IsTheLargestWholeLotThatFits() => Check((multiplier, lot, lots) =>
    {
        ContractUnits units = new(multiplier, lot);
        decimal lotBase = multiplier * lot;
        decimal quantity = (lots * lotBase) + (lotBase / 3m);

        decimal size = units.OrderSize(new Quantity(quantity));

        return size == lots * lot && size % lot == 0m && units.ToBase(size).Value <= quantity
            && units.ToBase(size + lot).Value > quantity;
    });

    [Fact]
    public void BookUnits_AnyWholeLots_GoThereAndBack() => Check((multiplier, lot, lots) =>
    {
        ContractUnits units = new(multiplier, lot);
        long contracts = ScaledNumber.FromDecimal(lots * lot, units.ContractScale);

        return units.ToBaseUnits(contracts, out long baseUnits) == LevelReading.Exact
            && ScaledNumber.ToDecimal(baseUnits, units.BaseScale) == lots * lot * multiplier
            && units.ToContractUnits(baseUnits) == contracts;
    });

    [Fact]
    public void ToBaseUnits_LargerThanTheBookCanHold_IsRefused()
    {
        ContractUnits units = new(1_000_000m, 1m);

        Assert.Equal(LevelReading.Malformed, units.ToBaseUnits(long.MaxValue, out _));
    }

    [Fact]
    public void ToBaseUnits_SizeOfAnOlderLot_IsCutOff()
    {
        // Lots of 5 contracts of 0.2 base units: the book counts in whole base units, 7 contracts are 1.4 of them.
        ContractUnits units = new(0.2m, 5m);

        Assert.Equal(LevelReading.Finer, units.ToBaseUnits(7, out long baseUnits));
        Assert.Equal(1, baseUnits);
    }

    private static void Check(Func<decimal, decimal, int, bool> holds)
    {
        Gen<(decimal, decimal, int)> cases =
            from multiplier in Gen.Elements(Multipliers)
            from lot in Gen.Elements(Lots)
            from lots in Gen.Choose(1, 1_000_000)
            select (multiplier, lot, lots);
        Prop.ForAll(cases.ToArbitrary(), c => holds(c.Item1, c.Item2, c.Item3)).QuickCheckThrowOnFailure();
    }
}
