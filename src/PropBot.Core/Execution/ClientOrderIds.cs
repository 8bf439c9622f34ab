using System.Globalization;
using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>
/// Makes client order ids from what is durable: desk, pair, leg, step and the start that made the order. The same order always
/// gets the same id, so recovery can ask for it and nothing is sent twice under two names (ADR 0019).
/// </summary>
public static class ClientOrderIds
{
    public const int DeskIdLength = 5;

    private const string Prefix = "pb";

    /// <summary><c>pb</c>, desk, <c>p</c> and pair, <c>l</c>, <c>s</c> or <c>t</c> and step, <c>e</c> and epoch: <c>pb7f3k2p71l0e28827007</c>.</summary>
    /// <param name="epoch">The number of the start that makes the order, 1 or more.</param>
    /// <exception cref="ArgumentException">The id would be longer than a venue takes, or a part of it is none.</exception>
    public static ClientOrderId Make(string deskId, long epoch, PairId pair, LegRole leg, int step)
    {
        if (deskId.Length != DeskIdLength)
        {
            throw new ArgumentException($"a desk id has {DeskIdLength} characters, '{deskId}' has {deskId.Length}", nameof(deskId));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        char role = leg switch
        {
            LegRole.Long => 'l',
            LegRole.Short => 's',
            _ => 't',
        };
        return new ClientOrderId(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{deskId}p{pair.Number}{role}{step}e{epoch}"));
    }

    /// <summary>
    /// True for every id that this desk can have made, in this run or before; ids of the first form, without the epoch and with
    /// numbers in base 36, begin alike.
    /// </summary>
    public static bool IsOfDesk(string deskId, string clientOrderId) =>
        clientOrderId.StartsWith(PrefixOf(deskId), StringComparison.Ordinal);

    /// <summary>True for every id that some desk of this program can have made.</summary>
    public static bool IsOfSomeDesk(string clientOrderId) => clientOrderId.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What every id of this desk starts with.</summary>
    public static string PrefixOf(string deskId) => $"{Prefix}{deskId}p";
}
