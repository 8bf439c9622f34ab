using PropBot.Core.Engine.Effects;

namespace PropBot.Ledger;

public static class LedgerEffects
{
    /// <summary>Whether an event left anything to keep.</summary>
    public static bool AnyIn(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is LedgerEffect)
            {
                return true;
            }
        }

        return false;
    }
}
