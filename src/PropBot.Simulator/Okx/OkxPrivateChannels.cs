using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.Okx.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Okx;

/// <summary>What happened to an account, told to its logged-in streams. Used on the loop only, when the venue is at rest.</summary>
internal sealed class OkxPrivateChannels(
    SimulatedVenue venue, OkxContracts contracts, OkxAccountView view, IReadOnlyList<WebSocketSession> sessions)
{
    public static readonly IReadOnlyList<string> Names = ["orders", "positions", "account", "fills", "balance_and_position", "liquidation-warning"];

    public static bool NeedsType(string channel) => channel is "orders" or "positions" or "liquidation-warning";

    /// <summary>Connections of the account that have the channel.</summary>
    public int CountOf(string account, string channel) => sessions
        .Select(session => (OkxSession)session.State!)
        .Count(state => state.Account == account && state.PrivateChannels.Exists(one => one.Channel == channel));

    /// <summary>What a new subscriber gets at once: the positions or the balance as they are.</summary>
    public void SendFirst(WebSocketSession session, OkxArgument channel, string account, DateTimeOffset now)
    {
        switch (channel.Channel)
        {
            case "positions":
                Send(session, channel, [.. venue.Positions(account)
                    .Where(position => channel.Covers(contracts[position.Position.Symbol]))
                    .Select(view.Position)]);
                break;
            case "account":
                Send(session, channel, [view.Balance(account, now)]);
                break;
            case "balance_and_position":
                Send(session, channel, [BalanceAndPosition(account, "snapshot", venue.Positions(account), now)]);
                break;
            default:
                break;
        }
    }

    public void OnAccount(AccountMutation mutation)
    {
        switch (mutation)
        {
            case AccountMutation.OrderAccepted accepted:
                TellOrder(accepted.Order, fill: null);
                break;
            case AccountMutation.OrderFilled filled:
                TellOrder(filled.Order, filled.Fill);
                TellFill(filled.Fill);
                TellPosition(filled.Position.Account, filled.Position.Symbol, EventOf(filled.Fill), filled.Time);
                break;
            case AccountMutation.OrderAmended amended:
                TellOrder(amended.Order, fill: null, isAmended: true);
                break;
            case AccountMutation.IsolatedMarginMoved moved:
                TellPosition(moved.Position.Account, moved.Position.Symbol, "adjust_margin", moved.Time);
                break;
            case AccountMutation.MarginCalled called:
                Warn(called);
                break;
            case AccountMutation.OrderEnded ended:
                TellOrder(ended.Order, fill: null);
                break;
            case AccountMutation.FundingPaid { Bill: { Symbol: { } symbol } bill }:
                TellPosition(bill.Account, symbol, "funding_fee", bill.Time);
                break;
            case AccountMutation.WalletChanged changed:
                TellBalance(changed.Bill.Account, changed.Time);
                break;
            default:
                // Settings and beginnings are not told by any channel here.
                break;
        }
    }

    private static string EventOf(SimulatedFill fill) => fill.Origin switch
    {
        OrderOrigin.Liquidation => "liquidation",
        OrderOrigin.AutoDeleveraging => "adl",
        OrderOrigin.Settlement => "delivered",
        _ => "filled",
    };

    /// <summary>The positions that stand in danger, as the venue's warning shows them.</summary>
    private void Warn(AccountMutation.MarginCalled called)
    {
        foreach (PositionStatement statement in venue.Positions(called.Account))
        {
            if (called.Scope.Position is { } only && only != statement.Position.Key)
            {
                continue;
            }

            foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(called.Account, "liquidation-warning", contracts[statement.Position.Symbol]))
            {
                Send(session, channel, [view.Position(statement)]);
            }
        }
    }

    private void TellOrder(SimulatedOrder order, SimulatedFill? fill, bool isAmended = false)
    {
        OkxContract contract = contracts[order.Symbol];
        OkxOrder? told = null;
        foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(order.Account, "orders", contract))
        {
            told ??= view.OrderEvent(order, fill, isAmended);
            Send(session, channel, [told]);
        }
    }

    private void TellFill(SimulatedFill fill)
    {
        OkxContract contract = contracts[fill.Symbol];
        foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(fill.Account, "fills", contract))
        {
            Send(session, channel, [new
            {
                instId = contract.InstId,
                fillSz = contract.Size(fill.Quantity),
                fillPx = OkxText.Number(fill.Price),
                side = OkxText.Side(fill.Side),
                ts = OkxText.Millis(fill.Time),
                ordId = OkxText.Id(fill.OrderId),
                clOrdId = ClientIds.Given(fill.ClientOrderId, fill.OrderId),
                tradeId = OkxText.Id(fill.TradeId),
                execType = fill.IsMaker ? "M" : "T",
                count = "1",
            }]);
        }
    }

    private void TellPosition(string account, Symbol symbol, string eventType, DateTimeOffset now)
    {
        OkxContract contract = contracts[symbol];
        foreach (PositionStatement statement in venue.Positions(account, includeFlat: true).Where(one => one.Position.Symbol == symbol))
        {
            OkxPosition? told = null;
            foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(account, "positions", contract))
            {
                told ??= view.Position(statement);
                Send(session, channel, [told]);
            }

            foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(account, "balance_and_position", contract))
            {
                Send(session, channel, [BalanceAndPosition(account, eventType, [statement], now)]);
            }
        }

        TellBalance(account, now);
    }

    private void TellBalance(string account, DateTimeOffset now)
    {
        OkxBalance? told = null;
        foreach ((WebSocketSession session, OkxArgument channel) in Subscribers(account, "account", contract: null))
        {
            told ??= view.Balance(account, now);
            Send(session, channel, [told]);
        }
    }

    private IEnumerable<(WebSocketSession Session, OkxArgument Channel)> Subscribers(string account, string name, OkxContract? contract)
    {
        foreach (WebSocketSession session in sessions)
        {
            var state = (OkxSession)session.State!;
            if (state.Account != account)
            {
                continue;
            }

            foreach (OkxArgument channel in state.PrivateChannels)
            {
                if (channel.Channel == name && (contract is null || channel.Covers(contract)))
                {
                    yield return (session, channel);
                }
            }
        }
    }

    private object BalanceAndPosition(string account, string eventType, IReadOnlyList<PositionStatement> positions, DateTimeOffset now)
    {
        AccountSummary summary = venue.Summary(account);
        string time = OkxText.Millis(now);
        return new
        {
            pTime = time,
            eventType,
            balData = new[] { new { ccy = summary.Asset.Code, cashBal = OkxText.Number(summary.WalletBalance), uTime = time } },
            posData = positions.Select(view.Position).Select(position => new
            {
                posId = position.PosId,
                tradeId = position.TradeId,
                instId = position.InstId,
                instType = position.InstType,
                mgnMode = position.MgnMode,
                posSide = position.PosSide,
                pos = position.Pos,
                ccy = position.Ccy,
                posCcy = position.PosCcy,
                avgPx = position.AvgPx,
                uTime = position.UTime,
            }),
            trades = Array.Empty<object>(),
        };
    }

    private static void Send(WebSocketSession session, OkxArgument channel, object[] data) =>
        session.Send(OkxText.Write(new { arg = channel, data }));
}
