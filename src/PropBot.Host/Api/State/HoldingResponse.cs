using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.State;

/// <summary>What the desk holds of one instrument.</summary>
/// <param name="VenueType">Perpetual futures are all that the desk trades.</param>
/// <param name="Qty">Base units, short is negative.</param>
/// <param name="AvgPrice">Of the legs that hold it, weighted; null where no active pair does.</param>
/// <param name="MarkPx">Null until the venue has said one.</param>
/// <param name="Notional">At the mark, USDT, never negative.</param>
/// <param name="Upnl">Price difference between entry and mark of the legs, USDT.</param>
internal sealed record HoldingResponse(string Venue, string VenueType, string Symbol, decimal Qty, decimal? AvgPrice, decimal? MarkPx, decimal Notional, decimal Upnl)
{
    private const string Perpetual = "perp";

    public static HoldingResponse[] All(EngineSnapshot snapshot)
    {
        var marks = new Marks(snapshot);
        LegResponse[] legs = [.. PositionsResponse.OpenPairs(snapshot, marks).SelectMany(p => p.Legs).Where(l => l.Status == LegStatus.Open)];
        return
        [
            .. snapshot.Venues.SelectMany(v => v.Positions).Where(p => p.SignedQuantity != 0m).Select(p =>
            {
                LegResponse[] held = [.. legs.Where(l => l.Venue == p.Instrument.Venue.Name && l.Symbol == p.Instrument.Symbol.Name && l.EntryPrice is not null)];
                decimal units = held.Sum(l => l.BaseSize);
                return new HoldingResponse(
                    p.Instrument.Venue.Name, Perpetual, p.Instrument.Symbol.Name, p.SignedQuantity, units > 0m ? held.Sum(l => l.BaseSize * l.EntryPrice!.Value) / units : null,
                    p.MarkPrice, Math.Abs(p.SignedQuantity) * (p.MarkPrice ?? 0m), held.Sum(l => l.UnrealizedPnlUsdt));
            }),
        ];
    }
}
