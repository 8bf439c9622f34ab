using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// <c>ACCOUNT_UPDATE</c>, <c>ACCOUNT_CONFIG_UPDATE</c> and <c>MARGIN_CALL</c>: what became of balances, positions and settings. Source of shapes:
/// developers.binance.com, USDⓈ-M Futures, User Data Streams, read 2026-11-22. Used on the loop only.
/// </summary>
internal sealed class BinanceAccountEvents
{
    private readonly VenueContext _context;
    private readonly BinanceInstruments _instruments;
    private readonly BinanceListenKeys _keys;
    private readonly BinanceSubscriptions _subscriptions;
    private readonly Dictionary<(string Account, PositionKey Position), decimal> _realized = [];

    /// <summary>Margin of isolated positions as told so far, since the venue is ahead of what is being told.</summary>
    private readonly Dictionary<(string Account, PositionKey Position), decimal> _isolated = [];

    public BinanceAccountEvents(VenueContext context, BinanceInstruments instruments, BinanceListenKeys keys, BinanceSubscriptions subscriptions)
    {
        _context = context;
        _instruments = instruments;
        _keys = keys;
        _subscriptions = subscriptions;
        foreach (string account in context.VenueOnLoop.Accounts)
        {
            foreach (PositionStatement statement in context.VenueOnLoop.Positions(account))
            {
                Remember(statement.Position);
            }
        }
    }

    public void TellFill(AccountMutation.OrderFilled filled, DateTimeOffset time)
    {
        Remember(filled.Position);
        decimal realized = RealizedAfter(filled);
        if (filled.Bills.Count > 0)
        {
            Tell(filled.Position.Account, "ORDER", time, json =>
            {
                WriteBalance(json, filled.Bills[^1], changeOutsideOfTrading: 0m);
                WritePositions(json, [filled.Position], realized);
            });
        }
    }

    /// <summary>Crossed positions are not named: the balance alone. An isolated one is.</summary>
    public void TellBalance(AccountBill bill, SimulatedPosition? isolated, string reason, DateTimeOffset time)
    {
        IReadOnlyList<SimulatedPosition> positions = isolated is null ? [] : [isolated];
        foreach (SimulatedPosition position in positions)
        {
            Remember(position);
        }

        Tell(bill.Account, reason, time, json =>
        {
            WriteBalance(json, bill, bill.Amount);
            WritePositions(json, positions, realized: null);
        });
    }

    public void TellMargin(AccountMutation.IsolatedMarginMoved moved, DateTimeOffset time)
    {
        Remember(moved.Position);
        AccountSummary summary = _context.VenueOnLoop.Summary(moved.Position.Account);
        Tell(moved.Position.Account, "MARGIN_TRANSFER", time, json =>
        {
            WriteBalance(json, summary.Account, summary.Asset, summary.WalletBalance, changeOutsideOfTrading: 0m);
            WritePositions(json, [moved.Position], realized: null);
        });
    }

    public void TellSettings(AccountMutation.SettingsChanged changed, DateTimeOffset time)
    {
        SymbolSettings settings = changed.Settings;
        if (changed.Before is { } before && before.MarginMode != settings.MarginMode)
        {
            Tell(settings.Account, "MARGIN_TYPE_CHANGE", time, json =>
            {
                json.WriteStartArray("B");
                json.WriteEndArray();
                WritePositions(json, PositionsOf(settings.Account, settings.Symbol), realized: null);
            });
            return;
        }

        Publish(settings.Account, json =>
        {
            json.WriteString("e", "ACCOUNT_CONFIG_UPDATE");
            json.WriteTime("E", time);
            json.WriteTime("T", time);
            json.WriteStartObject("ac");
            json.WriteString("s", _instruments[settings.Symbol].NativeSymbol);
            json.WriteNumber("l", settings.Leverage);
            json.WriteEndObject();
        });
    }

    /// <summary>The cross wallet is pushed with crossed positions only.</summary>
    public void TellMarginCall(AccountMutation.MarginCalled called, DateTimeOffset time)
    {
        SimulatedVenue venue = _context.VenueOnLoop;
        IEnumerable<PositionStatement> positions = venue.Positions(called.Account).Where(statement => called.Scope.Position is { } key
            ? statement.Position.Key == key
            : statement.MarginMode == MarginMode.Cross);
        Publish(called.Account, json =>
        {
            json.WriteString("e", "MARGIN_CALL");
            json.WriteTime("E", time);
            if (called.Scope.Position is null)
            {
                json.WriteMoney("cw", venue.Summary(called.Account).CrossWalletBalance);
            }

            json.WriteStartArray("p");
            foreach (PositionStatement statement in positions)
            {
                json.WriteStartObject();
                json.WriteString("s", _instruments[statement.Position.Symbol].NativeSymbol);
                json.WriteString("ps", BinanceJson.Text(statement.Position.PositionSide));
                json.WriteShort("pa", statement.Position.Quantity);
                json.WriteString("mt", statement.MarginMode == MarginMode.Isolated ? "ISOLATED" : "CROSSED");
                json.WriteShort("iw", statement.Position.IsolatedMargin);
                json.WriteRounded("mp", statement.MarkPrice);
                json.WriteRounded("up", statement.UnrealizedPnl);
                json.WriteRounded("mm", statement.MaintenanceMargin);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private void Tell(string account, string reason, DateTimeOffset time, Action<Utf8JsonWriter> writeContent) => Publish(account, json =>
    {
        json.WriteString("e", "ACCOUNT_UPDATE");
        json.WriteTime("E", time);
        json.WriteTime("T", time);
        json.WriteStartObject("a");
        json.WriteString("m", reason);
        writeContent(json);
        json.WriteEndObject();
    });

    private void Publish(string account, Action<Utf8JsonWriter> writeMembers)
    {
        if (_keys.KeyOf(account) is { } key && _subscriptions.IsWanted(key))
        {
            _subscriptions.Publish(key, BinanceEntrance.Private, writeMembers);
        }
    }

    private void WriteBalance(Utf8JsonWriter json, AccountBill last, decimal changeOutsideOfTrading) =>
        WriteBalance(json, last.Account, last.Asset, last.BalanceAfter, changeOutsideOfTrading);

    /// <param name="changeOutsideOfTrading">The field <c>bc</c>: the change except profit and commission.</param>
    private void WriteBalance(Utf8JsonWriter json, string account, Asset asset, decimal wallet, decimal changeOutsideOfTrading)
    {
        json.WriteStartArray("B");
        json.WriteStartObject();
        json.WriteString("a", asset.Code);
        json.WriteMoney("wb", wallet);
        json.WriteMoney("cw", wallet - _isolated.Where(entry => entry.Key.Account == account).Sum(entry => entry.Value));
        json.WriteShort("bc", changeOutsideOfTrading);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <param name="realized">Profit so far; null: as told last.</param>
    private void WritePositions(Utf8JsonWriter json, IReadOnlyList<SimulatedPosition> positions, decimal? realized)
    {
        json.WriteStartArray("P");
        foreach (SimulatedPosition position in positions)
        {
            decimal mark = _context.VenueOnLoop.Market(position.Symbol)?.MarkPrice ?? position.EntryPrice;
            bool isolated = _context.VenueOnLoop.SettingsOf(position.Account, position.Symbol).MarginMode == MarginMode.Isolated;
            json.WriteStartObject();
            json.WriteString("s", _instruments[position.Symbol].NativeSymbol);
            json.WriteShort("pa", position.Quantity);
            json.WriteRounded("ep", position.EntryPrice);
            json.WriteRounded("bep", position.EntryPrice);
            json.WriteShort("cr", realized ?? RealizedOf(position.Account, position.Key));
            json.WriteRounded("up", position.UnrealizedPnl(mark));
            json.WriteString("mt", isolated ? "isolated" : "cross");
            json.WriteShort("iw", position.IsolatedMargin);
            json.WriteString("ps", BinanceJson.Text(position.PositionSide));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private IReadOnlyList<SimulatedPosition> PositionsOf(string account, Symbol symbol) =>
        [.. _context.VenueOnLoop.Positions(account, includeFlat: true).Select(one => one.Position).Where(position => position.Symbol == symbol)];

    private void Remember(SimulatedPosition position)
    {
        (string Account, PositionKey Key) key = (position.Account, position.Key);
        if (position.IsolatedMargin != 0m)
        {
            _isolated[key] = position.IsolatedMargin;
        }
        else
        {
            _isolated.Remove(key);
        }
    }

    /// <summary>Profit realised at the position so far, before fees; summed from the statement once, then kept.</summary>
    private decimal RealizedAfter(AccountMutation.OrderFilled filled)
    {
        (string Account, PositionKey Key) key = (filled.Position.Account, filled.Position.Key);
        if (_realized.TryGetValue(key, out decimal sum))
        {
            return _realized[key] = sum + filled.Fill.RealizedPnl;
        }

        // The statement already has this fill's line, and those of the same call that are still to be told.
        decimal booked = FillsOf(key.Account, key.Key).TakeWhile(fill => fill != filled.Fill).Sum(fill => fill.RealizedPnl);
        return _realized[key] = booked + filled.Fill.RealizedPnl;
    }

    private decimal RealizedOf(string account, PositionKey key) =>
        _realized.TryGetValue((account, key), out decimal sum) ? sum : FillsOf(account, key).Sum(fill => fill.RealizedPnl);

    private IEnumerable<SimulatedFill> FillsOf(string account, PositionKey key) => _context.VenueOnLoop
        .Fills(account, new HistoryQuery { Symbol = key.Symbol, Limit = int.MaxValue })
        .Where(fill => fill.PositionSide == key.Side);
}
