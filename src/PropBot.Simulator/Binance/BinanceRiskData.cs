using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Open interest, places in the queue of auto-deleveraging, and forced orders. Source: developers.binance.com, USDⓈ-M Futures, Open Interest, Position
/// ADL Quantile Estimation and User's Force Orders, read 2026-11-22.
/// </summary>
internal sealed class BinanceRiskData(VenueContext context, BinanceInstruments instruments)
{
    /// <summary>What others hold open, in hours of the usual trade: a made-up figure, since the simulation has no other traders.</summary>
    private const double OthersHours = 6.0;

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("GET", "/fapi/v1/openInterest", BinanceSecurity.None, 1, OpenInterestAsync),
        new("GET", "/fapi/v1/adlQuantile", BinanceSecurity.Signed, 5, QuantileAsync),
        new("GET", "/fapi/v1/forceOrders", BinanceSecurity.Signed, p => p.Has("symbol") ? 20 : 50, ForceOrdersAsync),
    ];

    private async Task<BinanceReply> OpenInterestAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync<BinanceReply>((venue, now) =>
        {
            Symbol symbol = setup!.Instrument.Id.Symbol;
            if (venue.Market(symbol) is not { } market)
            {
                return BinanceError.SymbolClosed;
            }

            decimal others = (decimal)(setup.Depth.TradedNotionalPerSecond * OthersHours * 3_600.0) / market.MarkPrice;
            decimal ours = venue.Accounts.Sum(account => venue.Positions(account)
                .Where(statement => statement.Position.Symbol == symbol)
                .Sum(statement => Math.Abs(statement.Position.Quantity)));
            int places = setup.Instrument.QuantityScale;
            return BinanceReply.Object(json =>
            {
                json.WriteDecimal("openInterest", decimal.Round(others, places, MidpointRounding.AwayFromZero) + ours, places);
                json.WriteString("symbol", setup.Instrument.NativeSymbol);
                json.WriteTime("time", now);
            });
        });
    }

    private async Task<BinanceReply> QuantileAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, _) =>
        {
            IGrouping<Symbol, PositionStatement>[] held = [.. venue.Positions(call.Account).GroupBy(statement => statement.Position.Symbol)];
            if (one is null)
            {
                return BinanceReply.Array(held, WriteQuantiles);
            }

            IGrouping<Symbol, PositionStatement>? own = held.FirstOrDefault(group => group.Key == one.Instrument.Id.Symbol);
            return own is null ? BinanceReply.Object(_ => { }) : BinanceReply.Object(json => WriteQuantiles(json, own));
        });
    }

    /// <summary>One-way: LONG, SHORT and BOTH; cross in hedge mode: HEDGE, a sign only, in place of BOTH.</summary>
    private void WriteQuantiles(Utf8JsonWriter json, IGrouping<Symbol, PositionStatement> positions)
    {
        int RankOf(PositionSide side) => positions.FirstOrDefault(one => one.Position.PositionSide == side)?.AutoDeleverageRank ?? 0;
        bool hedged = positions.Any(one => one.Position.PositionSide != PositionSide.Net);
        bool together = hedged && positions.First().MarginMode == MarginMode.Cross;
        json.WriteString("symbol", instruments[positions.Key].NativeSymbol);
        json.WriteStartObject("adlQuantile");
        json.WriteNumber("LONG", RankOf(PositionSide.Long));
        json.WriteNumber("SHORT", RankOf(PositionSide.Short));
        json.WriteNumber(together ? "HEDGE" : "BOTH", together ? 0 : RankOf(PositionSide.Net));
        json.WriteEndObject();
    }

    private async Task<BinanceReply> ForceOrdersAsync(BinanceCall call)
    {
        BinanceParameters parameters = call.Parameters;
        InstrumentSetup? one = instruments.Optional(parameters);
        OrderOrigin? wanted = ReadCloseType(parameters);
        DateTimeOffset? from = parameters.Time("startTime");
        DateTimeOffset? to = parameters.Time("endTime");
        int limit = parameters.NumberWithin("limit", 1, 100, otherwise: 50);
        if (parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, now) =>
        {
            var query = new HistoryQuery
            {
                Symbol = one?.Instrument.Id.Symbol,
                From = from ?? (now - TimeSpan.FromDays(7)),
                To = to,
                Limit = int.MaxValue,
            };
            IEnumerable<SimulatedOrder> forced = venue.Orders(call.Account, query).Where(order => wanted is { } origin
                ? order.Origin == origin
                : order.Origin is OrderOrigin.Liquidation or OrderOrigin.AutoDeleveraging);
            return BinanceReply.Array(
                from is null ? forced.TakeLast(limit) : forced.Take(limit),
                (json, order) => json.WriteOrder(order, instruments[order.Symbol], withTime: true));
        });
    }

    private static OrderOrigin? ReadCloseType(BinanceParameters parameters)
    {
        switch (parameters.Text("autoCloseType"))
        {
            case null or "":
                return null;
            case "LIQUIDATION":
                return OrderOrigin.Liquidation;
            case "ADL":
                return OrderOrigin.AutoDeleveraging;
            default:
                parameters.Fail(BinanceError.InvalidValue("autoCloseType"));
                return null;
        }
    }
}
