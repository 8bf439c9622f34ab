using PropBot.Core.Instruments;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>Balance, positions, fees, bills and the configuration of an account.</summary>
internal sealed class OkxAccountEndpoints(VenueContext context, OkxContracts contracts, OkxAccountView view)
{
    private const string FeeLevel = "Lv1";
    private const string FuturesAccount = "2";
    private const string MultiCurrencyAccount = "3";

    // How far back the venue's lists reach.
    private static readonly TimeSpan BillSpan = TimeSpan.FromDays(7);
    private static readonly TimeSpan ArchiveSpan = TimeSpan.FromDays(90);

    public void AddTo(OkxRoutes routes)
    {
        routes.AddPrivate("GET", "/api/v5/asset/currencies", CurrenciesAsync);
        routes.AddPrivate("GET", "/api/v5/account/balance", BalanceAsync);
        routes.AddPrivate("GET", "/api/v5/account/positions", PositionsAsync);
        routes.AddPrivate("GET", "/api/v5/account/config", ConfigAsync);
        routes.AddPrivate("GET", "/api/v5/account/trade-fee", TradeFeeAsync);
        routes.AddPrivate("GET", "/api/v5/account/bills", request => BillsAsync(request, BillSpan));
        routes.AddPrivate("GET", "/api/v5/account/bills-archive", request => BillsAsync(request, ArchiveSpan));
    }

    /// <summary>The coins of the instruments. Nothing is paid in or out over a chain here.</summary>
    private Task<OkxReply> CurrenciesAsync(OkxRequest request)
    {
        string[]? wanted = request["ccy"]?.Split(',');
        IEnumerable<string> coins = contracts.All
            .SelectMany(contract => (string[])[contract.Instrument.SettleAsset.Code, contract.Symbol.Base.Code])
            .Distinct()
            .Where(coin => wanted is null || wanted.Contains(coin));
        return Task.FromResult(OkxReply.Ok([.. coins.Select(coin => new OkxCurrency { Ccy = coin, Chain = $"{coin}-{coin}", Name = coin })]));
    }

    private Task<OkxReply> BalanceAsync(OkxRequest request) => context.AskAsync((_, now) =>
    {
        OkxBalance balance = view.Balance(request.Account, now);
        return request["ccy"] is { } ccy
            ? OkxReply.Ok(balance with { Details = [.. balance.Details.Where(detail => ccy.Split(',').Contains(detail.Ccy))] })
            : OkxReply.Ok(balance);
    });

    private Task<OkxReply> PositionsAsync(OkxRequest request)
    {
        string[]? wanted = request["instId"]?.Split(',');
        if (wanted is not null && wanted.Any(instId => contracts.Find(instId) is null))
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        // A position that was closed is shown when it is asked for by name.
        return context.AskAsync((venue, _) => OkxReply.Ok(
        [
            .. venue.Positions(request.Account, includeFlat: wanted is not null)
                .Where(position => request["instType"] is null or OkxContract.InstType
                    && (wanted is null || wanted.Contains(contracts[position.Position.Symbol].InstId)))
                .Select(view.Position)
                .Where(position => request["posId"] is not { } posId || position.PosId == posId),
        ]));
    }

    private Task<OkxReply> ConfigAsync(OkxRequest request) => context.AskAsync((venue, _) => OkxReply.Ok(new OkxAccountConfig
    {
        AcctLv = context.Accounts.CountsOtherCoins ? MultiCurrencyAccount : FuturesAccount,
        Level = FeeLevel,
        MainUid = OkxText.StableNumber(request.Account),
        Perm = context.Accounts.MayTrade ? "read_only,trade" : "read_only",
        PosMode = OkxModes.Text(venue.PositionModeOf(request.Account)),
        Uid = OkxText.StableNumber(request.Account),
    }));

    private Task<OkxReply> TradeFeeAsync(OkxRequest request)
    {
        if (request["instType"] is not { } type)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instType"), 400));
        }

        if (type != OkxContract.InstType || request["instId"] is not null)
        {
            // For swaps the family is asked for, not the instrument.
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter(type != OkxContract.InstType ? "instType" : "instId")));
        }

        string? family = request["instFamily"] ?? request["uly"];
        OkxContract? contract = contracts.All.FirstOrDefault(one => family is null || one.Family == family);
        if (contract is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("instFamily")));
        }

        return context.AskAsync((venue, now) =>
        {
            FeeSchedule fees = venue.FeesOf(request.Account, contract.Symbol);
            string maker = OkxText.Number(-fees.Maker.Value);
            string taker = OkxText.Number(-fees.Taker.Value);
            return OkxReply.Ok(new OkxTradeFee
            {
                Level = FeeLevel,
                Maker = maker,
                MakerU = maker,
                MakerUSDC = maker,
                Taker = taker,
                TakerU = taker,
                TakerUSDC = taker,
                Ts = OkxText.Millis(now),
            });
        });
    }

    private Task<OkxReply> BillsAsync(OkxRequest request, TimeSpan span) =>
        context.AskAsync((venue, now) => OkxReply.Ok([.. OkxFillPages.FindBills(venue, contracts, request, now - span)]));
}
