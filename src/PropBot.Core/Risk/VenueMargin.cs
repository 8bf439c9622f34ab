using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>
/// A venue's account as its liquidation engine sees it: equity against the maintenance margin of every position. Refilled and reused.
/// </summary>
/// <remarks>
/// Cross: the account is liquidated when the maintenance margin of all positions reaches its equity; isolated: a position when its own does.
/// Sources, read 2026-11-30: Binance, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts" (wallet, TMM and UPNL of the other
/// contracts, MMR and cum of this one); OKX, "Introduction to clearing mechanism" (margin ratio: balance and unrealised profit over
/// maintenance margin). Fees of the liquidation itself are left out: the limits are far wider than they.
/// </remarks>
public sealed class VenueMargin(VenueId venue)
{
    /// <summary>Shown for an account that has nothing left: its ratio would be infinite.</summary>
    public const decimal Exhausted = 9.99m;

    private readonly List<MarginLeg> _legs = [];

    public VenueId Venue { get; } = venue;

    /// <summary>Quote units: wallet and unrealised profit.</summary>
    public decimal Equity { get; private set; }

    public IReadOnlyList<MarginLeg> Legs => _legs;

    public void Reset(decimal equity)
    {
        Equity = equity;
        _legs.Clear();
    }

    /// <summary>Adds to the position on the instrument, or begins one.</summary>
    public void Add(in MarginLeg leg)
    {
        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].Instrument == leg.Instrument)
            {
                MarginLeg held = _legs[i];
                _legs[i] = held with
                {
                    Quantity = held.Quantity + leg.Quantity,
                    OwnEquity = held.OwnEquity is { } own && leg.OwnEquity is { } more ? own + more : null,
                };
                return;
            }
        }

        _legs.Add(leg);
    }

    public bool Has(InstrumentId instrument)
    {
        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].Instrument == instrument)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All legs, quote units.</summary>
    public decimal Gross
    {
        get
        {
            decimal sum = 0m;
            for (int i = 0; i < _legs.Count; i++)
            {
                sum += _legs[i].Notional;
            }

            return sum;
        }
    }

    /// <summary>All legs over the equity; <see cref="Exhausted"/> times where there is none.</summary>
    public decimal Leverage => Gross == 0m ? 0m : Equity > 0m ? Gross / Equity : Exhausted;

    /// <summary>What a move of the coin's price changes in the equity, quote units; every leg stays as it is.</summary>
    public decimal Change(Asset asset, decimal move)
    {
        decimal sum = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            sum += _legs[i].Instrument.Symbol.Base == asset ? _legs[i].Quantity * _legs[i].Mark * move : 0m;
        }

        return sum;
    }

    /// <summary>Maintenance margin over equity after a move, of the account or of the isolated position that is worst; 1 is liquidation.</summary>
    public decimal RatioAfter(Asset asset, decimal move)
    {
        decimal needed = 0m;
        decimal equity = Equity;
        decimal worst = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            MarginLeg leg = _legs[i];
            decimal moved = leg.Instrument.Symbol.Base == asset ? move : 0m;
            decimal maintenance = leg.MaintenanceAt(leg.Notional * (1m + moved));
            decimal change = leg.Quantity * leg.Mark * moved;
            if (leg.OwnEquity is { } own)
            {
                worst = Math.Max(worst, Ratio(maintenance, own + change));
            }
            else
            {
                needed += maintenance;
                equity += change;
            }
        }

        return Math.Max(worst, Ratio(needed, equity));
    }

    /// <summary>
    /// How far the mark is from where the leg would be liquidated with everything else as it is, as a fraction of the mark: 0 is now, 1 and
    /// more is never for a long one.
    /// </summary>
    public decimal LiquidationDistance(InstrumentId instrument)
    {
        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].Instrument == instrument)
            {
                return LiquidationPrice(_legs[i]) is { } price ? Math.Max(0m, DistanceOf(_legs[i], price)) : 1m;
            }
        }

        return 1m;
    }

    private static decimal DistanceOf(in MarginLeg leg, decimal price) =>
        leg.Quantity > 0m ? (leg.Mark - price) / leg.Mark : (price - leg.Mark) / leg.Mark;

    /// <summary>
    /// Equity and maintenance margin as functions of this leg's mark p are equal at
    /// p = (others' maintenance - deduction - equity + quantity * mark) / (quantity - |quantity| * rate).
    /// </summary>
    /// <returns>Null where no price above zero liquidates it.</returns>
    private decimal? LiquidationPrice(in MarginLeg leg)
    {
        if (leg.Quantity == 0m)
        {
            return null;
        }

        (decimal rate, decimal deduction) = leg.RateAt(leg.Notional);
        decimal equity = leg.OwnEquity ?? Equity;
        decimal others = leg.OwnEquity is null ? OthersMaintenance(leg.Instrument) : 0m;
        decimal divisor = leg.Quantity - (Math.Abs(leg.Quantity) * rate);
        decimal price = (others - deduction - equity + (leg.Quantity * leg.Mark)) / divisor;
        return price > 0m ? price : null;
    }

    private decimal OthersMaintenance(InstrumentId instrument)
    {
        decimal sum = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            MarginLeg leg = _legs[i];
            sum += leg.Instrument != instrument && leg.OwnEquity is null ? leg.MaintenanceAt(leg.Notional) : 0m;
        }

        return sum;
    }

    private static decimal Ratio(decimal needed, decimal equity) =>
        needed <= 0m ? 0m : equity > 0m ? Math.Min(Exhausted, needed / equity) : Exhausted;
}
