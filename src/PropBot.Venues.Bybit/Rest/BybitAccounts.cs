using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Balances, positions and the key's rights over REST.</summary>
internal sealed class BybitAccounts(BybitRest rest, BybitModes modes)
{
    public async Task<AccountLookup> QueryAsync(IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitWallet>> wallet = await rest.GetAsync(
            "wallet",
            RequestLane.Reconcile,
            rest.Budgets.Wallet,
            "/v5/account/wallet-balance",
            "accountType=UNIFIED&coin=USDT",
            BybitJson.Default.BybitReplyBybitPageBybitWallet,
            cancellationToken);
        if (wallet is not BybitAnswer<BybitPage<BybitWallet>>.Ok { Result.List: [{ } funds, ..] })
        {
            return new AccountLookup.Failed($"wallet: {wallet.Trouble}");
        }

        IReadOnlyList<BybitPosition>? positions = await BybitPages.ReadAsync(
            (cursor, token) => rest.GetAsync(
                "positions",
                RequestLane.Reconcile,
                rest.Budgets.Positions,
                "/v5/position/list",
                $"category=linear&settleCoin=USDT&limit=200{cursor}",
                BybitJson.Default.BybitReplyBybitPageBybitPosition,
                token),
            position => $"{position.Symbol}/{position.PositionIdx}",
            cancellationToken);
        if (positions is null)
        {
            return new AccountLookup.Failed("positions: no certain answer");
        }

        try
        {
            AccountReport report = BybitReading.ReadAccount(funds, positions, instruments, modes.Margin, rest.Clock.VenueNow);
            rest.Shapes.Told(report);
            return new AccountLookup.Found(report);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new AccountLookup.Failed(unreadable.Message);
        }
    }

    public async Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken)
    {
        BybitAnswer<BybitKeyInfo> answer = await rest.GetAsync(
            "key",
            RequestLane.Reconcile,
            rest.Budgets.KeyInfo,
            "/v5/user/query-api",
            "",
            BybitJson.Default.BybitReplyBybitKeyInfo,
            cancellationToken);
        try
        {
            return answer switch
            {
                BybitAnswer<BybitKeyInfo>.Ok { Result: { } key } => new RightsLookup.Found(BybitKeyReading.Read(key)),
                BybitAnswer<BybitKeyInfo>.No no when BybitErrors.KindOf(no.Code) == RefusalKind.Unauthorized => new RightsLookup.Found(
                    new TradingRights(VenueId.BybitLinear, MayTrade: false, no.Trouble)),
                _ => new RightsLookup.Failed($"key: {answer.Trouble}"),
            };
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new RightsLookup.Failed(unreadable.Message);
        }
    }
}
