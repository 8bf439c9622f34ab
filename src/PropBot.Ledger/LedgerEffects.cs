using PropBot.Core.Engine.Effects;

namespace PropBot.Ledger;

internal static class LedgerEffects
{
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
