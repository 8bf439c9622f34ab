using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What the account holds and what the venue asks as margin.</summary>
internal sealed class BinanceStatements(VenueOptions options, BinanceRest rest, BinanceModes modes, BinanceFeeCoin feeCoin, OrderShapes shapes)
{
    /// <param name="ours">Their leverage is the one that was last read.</param>
    public async Task<AccountLookup> AccountAsync(IReadOnlyList<Instrument> ours, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceAccount> account = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v3/account", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.BinanceAccount, cancellationToken);
        if (account is not BinanceReply<BinanceAccount>.Ok { Value: var balances })
        {
            return new AccountLookup.Failed(account.Failure);
        }

        BinanceReply<IReadOnlyList<BinancePosition>> positions = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v3/positionRisk", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.IReadOnlyListBinancePosition, cancellationToken);
        if (positions is not BinanceReply<IReadOnlyList<BinancePosition>>.Ok { Value: var held })
        {
            return new AccountLookup.Failed(positions.Failure);
        }

        try
        {
            AccountReport report = BinanceAccounts.ToReport(options, ours, balances, held, rest.Clock.VenueNow, modes.LeverageOf) with
            {
                FeeCoin = feeCoin.Coin,
                IsFeeCoinUnknown = feeCoin.IsUnknown,
            };
            shapes.Told(report);
            return new AccountLookup.Found(report);
        }
        catch (FormatException e)
        {
            return new AccountLookup.Failed(e.Message);
        }
    }

    /// <summary>Whether the account may trade, and by being answered at all, whether the key has the futures permission (rule A5).</summary>
    public async Task<RightsLookup> RightsAsync(CancellationToken cancellationToken)
    {
        BinanceReply<BinanceAccountConfig> config = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/accountConfig", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.BinanceAccountConfig, cancellationToken);
        return config switch
        {
            BinanceReply<BinanceAccountConfig>.Ok { Value: var told } => new RightsLookup.Found(
                new TradingRights(options.Venue, told.CanTrade, told.CanTrade ? "canTrade true" : "canTrade false")),
            BinanceReply<BinanceAccountConfig>.Refused { Refusal.Kind: RefusalKind.Unauthorized } => new RightsLookup.Found(
                new TradingRights(options.Venue, MayTrade: false, config.Failure)),
            _ => new RightsLookup.Failed(config.Failure),
        };
    }

    /// <summary>Smallest step first; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<PositionTier>?> TiersAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BinanceReply<IReadOnlyList<PositionTier>> reply = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/leverageBracket", BinanceParameters.Of(instrument), RequestLane.Data, rest.Budgets.Weight(1),
            body => BinanceTiers.Read(body, instrument.NativeSymbol), cancellationToken);
        return reply is BinanceReply<IReadOnlyList<PositionTier>>.Ok { Value: var tiers } ? tiers : null;
    }
}
