using PropBot.Core.Engine.Events;
using PropBot.Venues.Binance.Rest;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// Reads listing, fees, funding intervals and the account's modes again: every <see cref="VenueOptions.ListingInterval"/>, and at once
/// when a stream hints at a change (rules I7, M4); sooner after a question about the modes that was not answered. Modes that differ are set back over the same connection, and what is then so is told: wrong
/// ones are no reason to leave, for what reduces risk is taken in any of them.
/// </summary>
internal sealed class BinanceRulesWatch(
    VenueOptions options, VenueClock clock, IVenueLog log, BinanceRequests requests, BinanceInstruments known, AccountModesReading modes, IVenueSink sink) : IDisposable
{
    /// <summary>Real time in which further hints join the first one: a change of many symbols is told by many messages.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Real time after which the coin of the fees is asked for again where there was no answer.</summary>
    private static readonly TimeSpan FeeCoinPause = TimeSpan.FromMinutes(1);

    private readonly Signal _hint = new();
    private AccountModesReading _modes = modes;

    /// <summary>A stream hints at a change.</summary>
    public void Request() => _hint.Set();

    /// <returns>What has changed, once something has.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan due = clock.Elapsed + AccountModesWatch.PauseAfter(_modes, options);
        while (true)
        {
            TimeSpan left = due - clock.Elapsed;
            bool asksFeeCoinOnly = !requests.FeeCoin.IsAnswered && left > FeeCoinPause;
            if (await _hint.WaitAsync(asksFeeCoinOnly ? FeeCoinPause : left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken))
            {
                await Task.Delay(Pause, clock.Time, cancellationToken);
            }
            else if (asksFeeCoinOnly)
            {
                await ReadFeeCoinAsync(cancellationToken);
                continue;
            }

            try
            {
                BinanceInstruments now = await requests.Listing.LoadAsync(known.All, cancellationToken);
                if (!now.All.SequenceEqual(known.All))
                {
                    return "the listing or the fees have changed";
                }

                await SetModesAsync(cancellationToken);
            }
            catch (VenueSetupException e)
            {
                log.Warning(options.Venue, $"the listing could not be read again: {e.Message}");
            }

            due = clock.Elapsed + AccountModesWatch.PauseAfter(_modes, options);
            await ReadFeeCoinAsync(cancellationToken);
        }
    }

    public void Dispose() => _hint.Dispose();

    private async Task SetModesAsync(CancellationToken cancellationToken)
    {
        _modes = await requests.Modes.SetAsync(known.Listed, cancellationToken);
        _modes.Log(log);
        if (_modes.Settings is { } settings)
        {
            await sink.PublishAsync(new AccountSettingsReported(settings), cancellationToken);
        }
    }

    private async Task ReadFeeCoinAsync(CancellationToken cancellationToken)
    {
        if (await requests.FeeCoin.ReadAsync(cancellationToken) is { } failure)
        {
            log.Warning(options.Venue, $"whether fees are taken in BNB could not be read again: {failure}");
        }
    }
}
