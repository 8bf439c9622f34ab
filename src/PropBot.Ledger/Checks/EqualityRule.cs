using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Checks;

/// <summary>After every event the legs of a pair sum to zero, or the pair says that it is partial; one that is done holds nothing.</summary>
internal sealed class EqualityRule() : LedgerRule("legs_are_equal_or_partial", "The legs of a pair sum to zero or the pair is marked partial; one that is done holds nothing.")
{
    private static readonly string[] Legs = ["long", "short", "third"];

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
        // What an event leaves counts: on its way there a pair may be written more than once.
        foreach (IGrouping<string, ReadLine> states in moment.Where(line => line.Type == JournalTypes.Pair).GroupBy(line => line.Text("pair") ?? "", StringComparer.Ordinal))
        {
            Count();
            Check(states.Last());
        }
    }

    private void Check(ReadLine line)
    {
        PairStatus status = line.Body.Member<PairStatus>("status");
        decimal[] held = [.. Legs.Where(leg => line.Body.TryGetProperty(leg, out _)).Select(leg => Held(line.Body.GetProperty(leg)))];
        if (held.Sum() != 0m && status != PairStatus.Partial)
        {
            Break(line.Line, $"{line.Text("pair")} is unequal by {WireNumber.Format(held.Sum())} and {EnumText<PairStatus>.Of(status)}");
        }
        else if (status.IsTerminal() && held.Any(quantity => quantity != 0m))
        {
            Break(line.Line, $"{line.Text("pair")} is {EnumText<PairStatus>.Of(status)} and holds {string.Join(", ", held.Select(WireNumber.Format))}");
        }
    }

    private static decimal Held(JsonElement leg) => leg.Number("bought_quantity") - leg.Number("sold_quantity");
}
