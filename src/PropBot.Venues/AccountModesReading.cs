using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// How an account was found after everything that lets itself be set was set. Nothing of it keeps a link down: what reduces risk is sent in any mode,
/// and the engine opens nothing before it has read that all is as configured.
/// </summary>
/// <param name="Wrong">What is not as wanted, one sentence each with what to do; empty when nothing is.</param>
/// <param name="Unanswered">The question that was not answered and why; what would have come after it was not asked. Null when every one was.</param>
public sealed record AccountModesReading(VenueId Venue, IReadOnlyList<string> Wrong, string? Unanswered)
{
    /// <summary>As last read; null where something was not, or where nothing is set.</summary>
    public AccountSettings? Settings { get; init; }

    /// <summary>Of a run that only reads: the account is as somebody else wants it.</summary>
    public static AccountModesReading NothingWanted(VenueId venue) => new(venue, [], null);

    /// <param name="set">Asks and sets, and adds what is wrong. A <see cref="VenueSetupException"/> ends it: the question was not answered.</param>
    public static async Task<AccountModesReading> TakeAsync(VenueId venue, Func<ICollection<string>, Task> set)
    {
        var wrong = new List<string>();
        try
        {
            await set(wrong);
            return new AccountModesReading(venue, wrong, null);
        }
        catch (Exception unanswered) when (unanswered is VenueSetupException || WireText.IsMalformed(unanswered))
        {
            return new AccountModesReading(venue, wrong, unanswered.Message);
        }
    }

    public void Log(IVenueLog log)
    {
        foreach (string wrong in Wrong)
        {
            log.Warning(Venue, $"nothing may open: {wrong}");
        }

        if (Unanswered is not null)
        {
            log.Warning(Venue, $"nothing may open before the account's modes are read: {Unanswered}");
        }
    }
}
