using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// A fee that came in another coin has no price here: it is in the ledger in its own coin, counts what the schedule would have taken, and freezes
/// its venue until two people release it (ADR 0034).
/// </summary>
internal sealed class ForeignFeeDesk(EngineState state, FreezeDesk freezes)
{
    /// <summary>Every new fill, after it was booked and before anything is decided on it.</summary>
    /// <param name="counted">What it counts in profit and daily loss, quote units.</param>
    public void OnFee(InstrumentId instrument, TradeId trade, Money fee, decimal counted)
    {
        if (fee.Asset == instrument.Symbol.Quote || fee.Amount == 0m)
        {
            return;
        }

        string quote = instrument.Symbol.Quote.Code;
        string worth = WireNumber.Format(Math.Round(counted, 8, MidpointRounding.AwayFromZero));
        state.Alert(AlertSeverity.Warning, "fee_asset",
            $"{instrument.Venue} took a fee of {-fee} for trade {trade}: it is booked in {fee.Asset} and counts {worth} {quote} in profit and daily loss, the worst by the venue's schedule. Nothing opens there until two people release the venue. Switch paying fees in {fee.Asset} off at the venue.",
            $"{instrument.Venue} удержала комиссию {-fee} за сделку {trade}: она учтена в {fee.Asset}, в прибыли и дневном убытке считается как {worth} {quote}, худшее по тарифу биржи. Новые пары там не открываются, пока двое не снимут заморозку биржи. Отключите на бирже оплату комиссий в {fee.Asset}.");
        freezes.FreezeAnew(ControlScope.Of(instrument.Venue), FeeCoinFreeze.ReasonOf(fee.Asset), FeeCoinFreeze.Source);
    }
}
