using PropBot.Core.Accounting;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>Every reason why something may not be opened now: the desk's first one, then each venue's and each instrument's.</summary>
internal sealed class OpeningBlocks(EngineState state, OpeningDesk opening)
{
    /// <summary>A refusal is shown for so long, market time.</summary>
    private static readonly TimeSpan DenialLasts = TimeSpan.FromSeconds(10);

    private readonly List<OpeningBlock> _blocks = [];

    public IReadOnlyList<OpeningBlock> Build()
    {
        _blocks.Clear();
        if (opening.DeskForbids() is { } desk)
        {
            _blocks.Add(OpeningBlocksText.Of(desk, state.Control));
        }

        AddScopes();
        foreach (SweepRun sweep in state.Sweeps.Running)
        {
            string what = $"{sweep.Record.Kind.Code()} {sweep.Record.Id}";
            string scope = $"{sweep.Record.Scope.Venue?.Name ?? "*"} {sweep.Record.Scope.Symbol?.Name ?? "*"}";
            Add(RiskRule.Sweep, $"{what} is running for {scope}: nothing opens there until it has ended", $"{what} выполняется для {scope}: новые пары там не открываются до его конца");
        }

        foreach (SettleCoin coin in state.SettleCoins.All)
        {
            if (state.SettleCoins.Forbids(coin.Coin, state.Elapsed, state.Options.Risk) is { } refusal)
            {
                (string english, string russian) = SettleCoinText.Of(coin, state);
                Add(refusal.Rule, english, russian);
            }
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            AddVenue(venue);
        }

        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            AddInstrument(instrument);
        }

        AddDenials();
        return [.. _blocks];
    }

    /// <summary>What is restricted by itself; the desk's and the strategy's own were the desk's first block unless a harder one was.</summary>
    private void AddScopes()
    {
        foreach (ScopeCause cause in state.Control.Scopes.Causes)
        {
            OpeningBlock block = OpeningBlocksText.Of(cause);
            if (!_blocks.Contains(block))
            {
                _blocks.Add(block);
            }
        }
    }

    /// <summary>What has refused a pair that was worth opening: limits that depend on the pair show only so.</summary>
    private void AddDenials()
    {
        foreach ((RiskRefusal refusal, DateTimeOffset at) in state.LastRefusals.Values)
        {
            bool isOfACoin = refusal.Rule is RiskRule.SettleDepeg or RiskRule.SettlePriceStale;
            bool isOfAPair = !isOfACoin && refusal.Rule is (RiskRule.SymbolCap or RiskRule.VenueCap or RiskRule.TotalCap or RiskRule.Margin or >= RiskRule.OrderCap);
            if (isOfAPair && state.At - at <= DenialLasts)
            {
                (string english, string russian) = RiskText.Of(refusal);
                Add(refusal.Rule, english, russian);
            }
        }
    }

    private void AddVenue(VenueState venue)
    {
        if (venue.Link != VenueLink.Up)
        {
            Add(RiskRule.VenueDown, $"{venue.Venue} is not connected: {venue.LinkReason}", $"{venue.Venue} не на связи: {venue.LinkReason}");
        }

        foreach (ReconciliationCase open in state.Cases.Open)
        {
            if (open.Matter.Venue == venue.Venue)
            {
                Add(RiskRule.Reconciliation, $"{venue.Venue}: case {open.Id}, {open}", $"{venue.Venue}: расхождение {open.Id}, {open}");
            }
        }

        if (venue.Access == VenueAccess.Banned)
        {
            TimeSpan left = venue.AccessUntilElapsed - state.Elapsed;
            string seconds = WireNumber.Format(Math.Max(0m, Math.Ceiling((decimal)left.TotalSeconds)));
            Add(RiskRule.VenueBanned,
                $"{venue.Venue} refuses every request from here for {seconds} s more: {venue.AccessReason}",
                $"{venue.Venue} отклоняет все запросы отсюда ещё {seconds} с: {venue.AccessReason}");
        }

        if (state.RightOf(venue) is not TradingRightStatus.Granted and var right)
        {
            (string english, string russian) = TradingRightText.Of(venue, right);
            Add(RiskRule.TradingRight, english, russian);
        }

        if (state.FeeCoinOf(venue) is { IsSettleCoin: false } fees)
        {
            Add(RiskRule.FeeCoin, FeeCoinText.English(venue.Venue, fees), FeeCoinText.Russian(venue.Venue, fees));
        }

        if (state.SettingsOf(venue) is not AccountSettingsStatus.AsConfigured and var settings)
        {
            (string english, string russian) = SettingsText.Of(venue, settings, state.WantedOf(venue)!.Value);
            Add(RiskRule.AccountSettings, english, russian);
        }

        if (venue.Clock is { MayOnlyReduce: true } clock)
        {
            string uncertainty = WireNumber.Format((decimal)clock.Uncertainty.TotalSeconds);
            string window = WireNumber.Format((decimal)clock.Window.TotalSeconds);
            Add(RiskRule.ClockUncertain,
                $"{venue.Venue}: its clock is known to {uncertainty} s only, the window of a request is {window} s",
                $"{venue.Venue}: часы биржи известны с точностью {uncertainty} с, окно запроса {window} с");
        }

        AddMargin(venue);
    }

    private void AddMargin(VenueState venue)
    {
        decimal limit = state.Options.Risk.MaxMarginRatio;
        string ratio = venue.MarginRatio is { } known ? WireNumber.Format(Math.Round(known, 4, MidpointRounding.ToZero)) : "?";
        if (venue.MarginCallElapsed is not null)
        {
            Add(RiskRule.MarginCall,
                $"{venue.Venue}: the margin runs out ({venue.MarginCallDetail}); ratio {ratio}, below {WireNumber.Format(limit)} it is over",
                $"{venue.Venue}: маржа на исходе ({venue.MarginCallDetail}); отношение {ratio}, снимется ниже {WireNumber.Format(limit)}");
        }
        else if (venue.MarginRatio >= limit)
        {
            Add(RiskRule.MarginCall,
                $"{venue.Venue}: margin ratio {ratio} is not below its limit {WireNumber.Format(limit)}",
                $"{venue.Venue}: отношение маржи {ratio} не ниже лимита {WireNumber.Format(limit)}");
        }
    }

    private void AddInstrument(InstrumentState instrument)
    {
        BookTrust trust = instrument.ShownTrust(state.Elapsed, state.Options.Risk.BookStaleAfter);
        if (trust != BookTrust.Synced)
        {
            Add(RiskRule.BookUntrusted, $"the book of {instrument.Instrument.Id} is {trust}", $"стакан {instrument.Instrument.Id} в состоянии {trust}");
        }

        if (trust == BookTrust.Stale && instrument.Delay.Latest > state.Options.Risk.BookStaleAfter)
        {
            string late = WireNumber.Format(Math.Round((decimal)instrument.Delay.Latest.TotalSeconds, 1, MidpointRounding.ToZero));
            Add(RiskRule.BookStale, $"the messages of {instrument.Instrument.Id} come {late} s late", $"сообщения {instrument.Instrument.Id} приходят с опозданием {late} с");
        }

        if (instrument.UnreadChanges.Count > 0)
        {
            string changes = string.Join("; ", instrument.UnreadChanges);
            Add(RiskRule.InstrumentChanged,
                $"{instrument.Instrument.Id}: the venue has changed {changes}; acknowledge it",
                $"{instrument.Instrument.Id}: биржа изменила {changes}; примите изменение");
        }
    }

    private void Add(RiskRule rule, string english, string russian) => _blocks.Add(new OpeningBlock(rule.Code(), english, russian));
}
