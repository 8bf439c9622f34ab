using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Moving margin into and out of isolated positions. Source: developers.binance.com, USDⓈ-M Futures, Modify Isolated Position Margin, read 2026-11-22.</summary>
internal sealed class BinanceIsolatedMargin(VenueContext context, BinanceInstruments instruments)
{
    private const int Add = 1;
    private const int Reduce = 2;

    public IEnumerable<BinanceRoute> Routes =>
        [new("POST", "/fapi/v1/positionMargin", BinanceSecurity.Signed, 1, MoveAsync)];

    private async Task<BinanceReply> MoveAsync(BinanceCall call)
    {
        BinanceParameters parameters = call.Parameters;
        InstrumentSetup? setup = instruments.Mandatory(parameters);
        PositionSide side = BinanceOrderForm.ReadPositionSide(parameters);
        decimal amount = parameters.MandatoryDecimal("amount");
        parameters.MandatoryText("type");
        int type = parameters.NumberWithin("type", Add, Reduce, otherwise: Add);
        if (parameters.Error is null && amount <= 0m)
        {
            parameters.Fail(BinanceError.AmountNotPositive);
        }

        if (parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, now) =>
        {
            decimal signed = type == Add ? amount : -amount;
            Answer<SimulatedPosition> answer = venue.MoveIsolatedMargin(call.Account, setup!.Instrument.Id.Symbol, side, signed, now);
            return answer.IsAccepted
                ? BinanceReply.Object(json =>
                {
                    json.WriteNumber("amount", amount);
                    json.WriteNumber("code", 200);
                    json.WriteString("msg", "Successfully modify position margin.");
                    json.WriteNumber("type", type);
                })
                : ErrorOf(answer.Refusal, type);
        });
    }

    private static BinanceError ErrorOf(Refusal refusal, int type) => refusal.Reason switch
    {
        RefusalReason.InsufficientMargin => type == Add ? BinanceError.CrossBalanceInsufficient : BinanceError.IsolatedBalanceInsufficient,
        RefusalReason.NotIsolated => BinanceError.MarginOfIsolatedOnly,
        RefusalReason.NoPosition => BinanceError.MarginOfNoPosition,
        _ => BinanceError.Of(refusal),
    };
}
