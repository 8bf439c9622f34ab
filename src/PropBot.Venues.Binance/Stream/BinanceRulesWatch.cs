using PropBot.Core.Engine.Events;
using PropBot.Venues.Binance.Rest;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// Reads listing, fees, funding intervals and the account's modes again: every <see cref="VenueOptions.ListingInterval"/>, and at once
/// when a stream hints at a change (rules I7, M4). Margin types and leverage that differ are set back over the same connection, and what is then so is told: wrong
/// ones are no reason to leave, for what reduces risk is taken in any of them.
/// </summary>
internal sealed class BinanceRulesWatch(
    VenueOptions options, VenueClock clock, IVenueLog log, BinanceRequests requests, BinanceInstruments known, IVenueSink sink) : IDisposable
{
    /// <summary>Real time in which further hints join the first one: a change of many symbols is told by many messages.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Real time after which the coin of the fees is asked for again where there was no answer.</summary>
    private static readonly TimeSpan FeeCoinPause = TimeSpan.FromMinutes(1);

    private readonly Signal _hint = new();

    /// <summary>A stream hints at a change.</summary>
    public void Request() => _hint.Set();

    /// <returns>What has changed, once something has.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan due = clock.Elapsed + options.ListingInterval;
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

            due = clock.Elapsed + options.ListingInterval;
            try
            {
                BinanceInstruments now = await requests.Listing.LoadAsync(known.All, cancellationToken);
                if (!now.All.SequenceEqual(known.All))
                {
                    return "the listing or the fees have changed";
                }

                if (await requests.Modes.PositionModeDifferenceAsync(cancellationToken) is { } difference)
                {
                    return difference;
                }

                if (await requests.Modes.SetMarginsAsync(known.Listed, cancellationToken) is { } modes)
                {
                    modes.LogWrong(log);
                    await sink.PublishAsync(new AccountSettingsReported(modes.Settings), cancellationToken);
                }
            }
            catch (VenueSetupException e)
            {
                log.Warning(options.Venue, $"the listing or the modes could not be read again: {e.Message}");
            }

            await ReadFeeCoinAsync(cancellationToken);
        }
    }

    public void Dispose() => _hint.Dispose();

    private async Task ReadFeeCoinAsync(CancellationToken cancellationToken)
    {
        if (await requests.FeeCoin.ReadAsync(cancellationToken) is { } failure)
        {
            log.Warning(options.Venue, $"whether fees are taken in BNB could not be read again: {failure}");
        }
    }
}
