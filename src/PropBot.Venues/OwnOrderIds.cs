using System.Diagnostics.CodeAnalysis;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Tells this desk's client order ids from all others on the account.</summary>
/// <param name="prefix">What every id of this desk starts with; empty takes every id of the allowed form for ours.</param>
public sealed class OwnOrderIds(string prefix)
{
    /// <summary>A stand-in id for reports of orders that are not ours and whose id does not fit our form.</summary>
    public static readonly ClientOrderId Foreign = new("foreign");

    public bool TryRead([NotNullWhen(true)] string? text, out ClientOrderId id)
    {
        if (IsWellFormed(text) && text.StartsWith(prefix, StringComparison.Ordinal))
        {
            id = new ClientOrderId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>The id for a report of a foreign order: its own where it fits.</summary>
    public static ClientOrderId ForeignIdOf(string? text) => IsWellFormed(text) ? new ClientOrderId(text) : Foreign;

    private static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text) && text.Length <= ClientOrderId.MaxLength && text.All(char.IsAsciiLetterOrDigit);
}
