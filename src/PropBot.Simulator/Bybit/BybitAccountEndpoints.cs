using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>Positions, wallet, fees, transaction log and the configuration of a unified account.</summary>
internal sealed class BybitAccountEndpoints(VenueContext context, BybitContracts contracts, BybitAccountView view)
{
    private static readonly Dictionary<string, string[]> KeyPermissions = new()
    {
        ["ContractTrade"] = ["Order", "Position"],
        ["Derivatives"] = ["DerivativesTrade"],
    };

    // Bound to an address, so it does not end.
    private static readonly string[] KeyAddresses = ["127.0.0.1"];

    public void AddTo(BybitRoutes routes)
    {
        routes.AddPrivate("GET", "/v5/asset/coin/query-info", CoinsAsync);
        routes.AddPrivate("GET", "/v5/position/list", PositionsAsync);
        routes.AddPrivate("GET", "/v5/account/wallet-balance", WalletAsync);
        routes.AddPrivate("GET", "/v5/account/fee-rate", FeeRateAsync);
        routes.AddPrivate("GET", "/v5/account/transaction-log", TransactionLogAsync);
        routes.AddPrivate("GET", "/v5/account/info", InfoAsync);
        routes.AddPrivate("GET", "/v5/user/query-api", KeyAsync);
    }

    /// <summary>The coins of the instruments. Nothing is paid in or out over a chain here, so none is listed.</summary>
    private Task<BybitReply> CoinsAsync(BybitRequest request) => Task.FromResult(BybitReply.Ok(new
    {
        rows = contracts.All
            .SelectMany(contract => (string[])[contract.Instrument.SettleAsset.Code, contract.Symbol.Base.Code])
            .Distinct()
            .Where(coin => request["coin"] is not { } wanted || wanted == coin)
            .Select(coin => new { name = coin, coin, remainAmount = "0", chains = Array.Empty<object>() })
            .ToArray(),
    }));

    private Task<BybitReply> PositionsAsync(BybitRequest request)
    {
        if (BybitCategory.Elsewhere(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        string? symbol = request["symbol"];
        if (symbol is null && request["settleCoin"] is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.ScopeMissing));
        }

        BybitContract? contract = contracts.Find(symbol);
        if (symbol is not null && contract is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        // By symbol the position is shown even when there is none.
        return context.AskAsync((venue, _) => BybitReply.Ok(new BybitPage<BybitPosition>(
            [
                .. venue.Positions(request.Account, includeFlat: contract is not null)
                    .Where(position => contract is not null
                        ? position.Position.Symbol == contract.Symbol
                        : contracts[position.Position.Symbol].Instrument.SettleAsset.Code == request["settleCoin"])
                    .Select(view.Position),
            ],
            "")));
    }

    private Task<BybitReply> WalletAsync(BybitRequest request)
    {
        if (request["accountType"] != "UNIFIED")
        {
            return Task.FromResult(BybitReply.Refused(new BybitError(10001, "accountType only support UNIFIED.")));
        }

        return context.AskAsync((_, _) =>
        {
            BybitWallet wallet = view.Wallet(request.Account);
            return BybitReply.Ok(new BybitList<BybitWallet>(
                [request["coin"] is { } coins ? wallet with { Coin = [.. wallet.Coin.Where(coin => coins.Split(',').Contains(coin.Coin))] } : wallet]));
        });
    }

    private Task<BybitReply> FeeRateAsync(BybitRequest request)
    {
        if (BybitCategory.Elsewhere(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        string? symbol = request["symbol"];
        if (symbol is not null && contracts.Find(symbol) is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        return context.AskAsync((venue, _) => BybitReply.Ok(new BybitList<BybitFeeRate>(
        [
            .. contracts.All.Where(contract => symbol is null || contract.Name == symbol).Select(contract =>
            {
                FeeSchedule fees = venue.FeesOf(request.Account, contract.Symbol);
                return new BybitFeeRate(contract.Name, BybitText.Number(fees.Taker.Value), BybitText.Number(fees.Maker.Value));
            }),
        ])));
    }

    private Task<BybitReply> TransactionLogAsync(BybitRequest request) =>
        context.AskAsync((_, now) => view.Transactions(request, now));

    private Task<BybitReply> InfoAsync(BybitRequest request) =>
        context.AskAsync((venue, _) => BybitReply.Ok(new BybitAccountInfo
        {
            MarginMode = context.Accounts.CountsOtherCoins ? BybitModes.Portfolio : BybitModes.Text(venue.SettingsOf(request.Account, contracts.All[0].Symbol).MarginMode),
            UpdatedTime = BybitText.Millis(venue.Now),
        }));

    /// <summary>What the key may do: clients ask it whether the account is unified.</summary>
    private Task<BybitReply> KeyAsync(BybitRequest request) => Task.FromResult(BybitReply.Ok(new
    {
        id = "1",
        note = "simulator",
        apiKey = request.Account,
        readOnly = context.Accounts.MayTrade ? 0 : 1,
        permissions = KeyPermissions,
        ips = KeyAddresses,
        deadlineDay = -2,
        expiredAt = "1970-01-01T00:00:00Z",
        unified = 0,
        uta = 1,
        kycLevel = "LEVEL_1",
        isMaster = true,
    }));
}
