using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>What happened to an account, told to its authenticated streams. Used on the loop only, when the venue is at rest.</summary>
internal sealed class BybitPrivateTopics(SimulatedVenue venue, BybitAccountView view, IReadOnlyList<WebSocketSession> sessions)
{
    public static readonly IReadOnlyList<string> Names =
        ["order", "order.linear", "execution", "execution.linear", "position", "position.linear", "wallet"];

    private long _messages;

    public void OnAccount(AccountMutation mutation)
    {
        switch (mutation)
        {
            case AccountMutation.OrderAccepted accepted:
                TellOrder(accepted.Order);
                break;
            case AccountMutation.OrderFilled filled:
                Tell(filled.Fill.Account, "execution", filled.Time, () => view.Execution(filled.Fill, filled.Order) with { Category = BybitStatements.Linear });
                TellOrder(filled.Order);
                TellPosition(filled.Position.Account, filled.Position.Key, filled.Time);
                break;
            case AccountMutation.OrderAmended amended:
                TellOrder(amended.Order);
                break;
            case AccountMutation.IsolatedMarginMoved moved:
                TellPosition(moved.Position.Account, moved.Position.Key, moved.Time);
                break;
            case AccountMutation.OrderEnded ended:
                TellOrder(ended.Order);
                break;
            case AccountMutation.FundingPaid { Bill: { Symbol: { } symbol } bill }:
                Tell(bill.Account, "execution", bill.Time, () => view.Funding(bill) with { Category = BybitStatements.Linear });
                foreach (PositionStatement held in venue.Positions(bill.Account, includeFlat: true).Where(one => one.Position.Symbol == symbol))
                {
                    TellPosition(bill.Account, held.Position.Key, bill.Time);
                }

                break;
            case AccountMutation.WalletChanged changed:
                TellWallet(changed.Bill.Account, changed.Time);
                break;
            default:
                // Settings and beginnings are not told by any topic here.
                break;
        }
    }

    private void TellOrder(SimulatedOrder order) => Tell(order.Account, "order", order.UpdatedAt, () => view.Order(order) with
    {
        Category = BybitStatements.Linear,
        FeeCurrency = "",
    });

    private void TellPosition(string account, PositionKey key, DateTimeOffset now)
    {
        Tell(account, "position", now, () =>
        {
            PositionStatement statement = venue.Positions(account, includeFlat: true).Single(one => one.Position.Key == key);
            Wire.BybitPosition position = view.Position(statement);
            return position with { Category = BybitStatements.Linear, EntryPrice = position.AvgPrice, AvgPrice = null };
        });
        TellWallet(account, now);
    }

    private void TellWallet(string account, DateTimeOffset now) => Tell(account, "wallet", now, () => view.Wallet(account));

    private void Tell(string account, string name, DateTimeOffset now, Func<object> make)
    {
        object? told = null;
        foreach (WebSocketSession session in sessions)
        {
            var state = (BybitSession)session.State!;
            if (state.Account != account)
            {
                continue;
            }

            foreach (string topic in state.PrivateTopics)
            {
                if (topic == name || topic == name + ".linear")
                {
                    told ??= make();
                    session.Send(BybitText.Write(new
                    {
                        id = BybitIds.Order(++_messages),
                        topic,
                        creationTime = now.ToUnixTimeMilliseconds(),
                        data = new[] { told },
                    }));
                }
            }
        }
    }
}
