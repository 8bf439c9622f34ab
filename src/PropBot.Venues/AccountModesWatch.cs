using PropBot.Core.Engine.Events;

namespace PropBot.Venues;

/// <summary>
/// Sets the account's modes again where they differ: every <see cref="VenueOptions.ListingInterval"/>, since what a position kept from being set can be
/// once that is gone, and soon where a question was not answered. What is then so is told; the engine asks for itself besides, far more often.
/// </summary>
/// <param name="set">Sets what differs.</param>
/// <param name="query">Asks how the account is set.</param>
public sealed class AccountModesWatch(
    VenueOptions options,
    VenueClock clock,
    IVenueLog log,
    IVenueSink sink,
    Func<CancellationToken, Task<AccountModesReading>> set,
    Func<CancellationToken, Task<SettingsLookup>> query)
{
    /// <summary>Real time after which an unanswered question is asked again.</summary>
    public static readonly TimeSpan UnansweredPause = TimeSpan.FromMinutes(1);

    /// <summary>Until cancelled.</summary>
    /// <param name="first">What the set-up has found.</param>
    public async Task RunAsync(AccountModesReading first, CancellationToken cancellationToken)
    {
        AccountModesReading found = first;
        while (true)
        {
            await Task.Delay(PauseAfter(found, options), clock.Time, cancellationToken);
            found = await set(cancellationToken);
            found.Log(log);
            if (!options.ReadOnly && found.Unanswered is null && await query(cancellationToken) is SettingsLookup.Found now)
            {
                await sink.PublishAsync(new AccountSettingsReported(now.Settings), cancellationToken);
            }
        }
    }

    /// <summary>Real time until they are asked for again.</summary>
    public static TimeSpan PauseAfter(AccountModesReading found, VenueOptions options) =>
        found.Unanswered is null || options.ListingInterval < UnansweredPause ? options.ListingInterval : UnansweredPause;
}
