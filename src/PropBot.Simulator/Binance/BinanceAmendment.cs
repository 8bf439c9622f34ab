using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>
/// A new price and quantity for an open limit order. Source: developers.binance.com, USDⓈ-M Futures, Modify Order, read 2026-11-22: both must be
/// sent; filters refuse and leave the order as it is; a quantity that is filled already and a GTX order that would execute end the order.
/// </summary>
internal sealed record BinanceAmendment(Instrument Instrument, OrderKey Key, Side Side, decimal Quantity, decimal Price)
{
    public static BinanceAmendment? Read(BinanceParameters parameters, BinanceInstruments instruments)
    {
        Instrument? instrument = instruments.Mandatory(parameters)?.Instrument;
        OrderKey key = BinanceOrderForm.ReadKey(parameters);
        Side side = BinanceOrderForm.ReadSide(parameters);
        decimal quantity = parameters.MandatoryDecimal("quantity");
        decimal price = parameters.MandatoryDecimal("price");
        if (instrument is null || parameters.Error is not null)
        {
            return null;
        }

        BinanceOrderForm.CheckPlaces(parameters, instrument, quantity, price);
        return new BinanceAmendment(instrument, key, side, quantity, price);
    }

    public BinanceReply Carry(SimulatedVenue venue, string account, DateTimeOffset now)
    {
        if (venue.FindOrder(account, Key) is { } order && order.Symbol == Instrument.Id.Symbol && order.Side != Side)
        {
            return BinanceError.BadSide;
        }

        Answer<SimulatedOrder> answer = venue.Amend(account, Instrument.Id.Symbol, Key, Quantity, Price, now);
        return answer.IsAccepted
            ? BinanceReply.Object(json => json.WriteOrder(answer.Value, Instrument, withTime: false))
            : ErrorOf(answer.Refusal, Side);
    }

    private static BinanceError ErrorOf(Refusal refusal, Side side) => refusal.Reason switch
    {
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => BinanceError.NoSuchOrder,
        RefusalReason.InstrumentNotTrading or RefusalReason.ReduceOnlyInstrument => BinanceError.AmendmentNotPermitted,
        _ => BinanceError.Of(refusal, side),
    };
}
