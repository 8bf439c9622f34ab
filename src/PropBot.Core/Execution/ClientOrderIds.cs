using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>
/// Makes client order ids from what is durable: desk, pair and step. The same order always gets the same id, so recovery can
/// ask for it and nothing is sent twice under two names.
/// </summary>
public static class ClientOrderIds
{
    public const int DeskIdLength = 5;

    private const string Prefix = "pb";
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary><c>pb</c>, desk, <c>p</c> and pair, <c>l</c>, <c>s</c> or <c>t</c> and step, numbers in base 36: <c>pb7f3k2p1zl0</c>.</summary>
    public static ClientOrderId Make(string deskId, PairId pair, LegRole leg, int step)
    {
        if (deskId.Length != DeskIdLength)
        {
            throw new ArgumentException($"a desk id has {DeskIdLength} characters, '{deskId}' has {deskId.Length}", nameof(deskId));
        }

        char role = leg switch
        {
            LegRole.Long => 'l',
            LegRole.Short => 's',
            _ => 't',
        };
        return new ClientOrderId($"{PrefixOf(deskId)}{Base36(pair.Number)}{role}{Base36(step)}");
    }

    /// <summary>True for every id that this desk can have made.</summary>
    public static bool IsOfDesk(string deskId, string clientOrderId) =>
        clientOrderId.StartsWith(PrefixOf(deskId), StringComparison.Ordinal);

    /// <summary>What every id of this desk starts with.</summary>
    public static string PrefixOf(string deskId) => $"{Prefix}{deskId}p";

    private static string Base36(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<char> buffer = stackalloc char[13];
        int at = buffer.Length;
        do
        {
            buffer[--at] = Digits[(int)(number % 36)];
            number /= 36;
        }
        while (number > 0);
        return new string(buffer[at..]);
    }
}
