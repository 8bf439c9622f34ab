using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Simulation.Accounts;

/// <summary>Names one position of an account.</summary>
public readonly record struct PositionKey(Symbol Symbol, PositionSide Side) : IComparable<PositionKey>
{
    public int CompareTo(PositionKey other)
    {
        int bySymbol = Symbol.CompareTo(other.Symbol);
        return bySymbol != 0 ? bySymbol : Side.CompareTo(other.Side);
    }
}

/// <summary>What is liquidated together: the account's cross positions (<see cref="Position"/> null) or one isolated position.</summary>
public readonly record struct MarginScope(PositionKey? Position)
{
    public static readonly MarginScope Cross;

    public static MarginScope Isolated(PositionKey position) => new(position);
}
