using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// Turns the account's orders, executions, positions and balances into events, whether the stream told them or a question did: each
/// order never backwards, each forced fill once. One caller at a time is made sure of here.
/// </summary>
internal sealed class BybitPrivateTelling(
    VenueOptions options, VenueCounters counters, IVenueLog log, IVenueSink sink, BybitListing listing, BybitNews news, OrderShapes shapes) : IDisposable
{
    private readonly OwnOrderIds _own = new(options.OwnOrderPrefix);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <returns>False when an entry could not be read.</returns>
    public async ValueTask<bool> TellAsync(IReadOnlyList<BybitOrder> changed, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            bool isWhole = true;
            foreach (BybitOrder order in changed)
            {
                isWhole &= await TellAsync(order, cancellationToken);
            }

            return isWhole;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <returns>False when an entry could not be read.</returns>
    public async ValueTask<bool> TellAsync(IReadOnlyList<BybitExecution> executions, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            bool isWhole = true;
            foreach (BybitExecution execution in executions)
            {
                isWhole &= await TellAsync(execution, cancellationToken);
            }

            return isWhole;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Only what the venue did by itself, from an instant on.</summary>
    public ValueTask<bool> TellForcedAsync(IReadOnlyList<BybitExecution> executions, DateTimeOffset from, CancellationToken cancellationToken) =>
        TellAsync(
            [
                .. executions.Where(e => BybitOrigin.IsTrade(e) && BybitOrigin.Of(e) != OrderOrigin.Client && IsSince(e, from)),
            ],
            cancellationToken);

    public async ValueTask LookAsync(IReadOnlyList<BybitPosition> positions, CancellationToken cancellationToken)
    {
        foreach (BybitPosition position in positions.Where(p => p.Category is null or "" or BybitOrderBody.Category))
        {
            await TellMarginAsync(news.Margin.Look(position), cancellationToken);
            if (position.IsReduceOnly)
            {
                log.Warning(VenueId.BybitLinear, $"position {position.Symbol} may only be reduced: the venue has lowered its risk limit");
            }
        }
    }

    public async ValueTask LookAsync(IReadOnlyList<BybitWallet> wallets, CancellationToken cancellationToken)
    {
        foreach (BybitWallet wallet in wallets)
        {
            string? detail = null;
            TryRead(wallet.AccountType, () => detail = news.Margin.Look(wallet));
            await TellMarginAsync(detail, cancellationToken);
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async ValueTask<bool> TellAsync(BybitOrder order, CancellationToken cancellationToken)
    {
        if (InstrumentOf(order.Symbol, order.Category) is not { } instrument)
        {
            return true;
        }

        bool ours = _own.TryRead(order.OrderLinkId, out ClientOrderId id);
        ClientOrderId reported = ours ? id : OwnOrderIds.ForeignIdOf(order.OrderLinkId);
        OrderReport? report = null;
        bool isRead = TryRead(order.OrderId, () => report = BybitOrderReading.ReadReport(order, instrument, reported));
        if (report is null || !news.Orders.Admit(report))
        {
            return isRead;
        }

        await TellMarginAsync(BybitMarginWatch.Look(order), cancellationToken);
        await sink.PublishAsync(ours ? new OrderReported(report) : new ForeignOrderSeen(report), cancellationToken);
        return true;
    }

    private async ValueTask<bool> TellAsync(BybitExecution execution, CancellationToken cancellationToken)
    {
        if (InstrumentOf(execution.Symbol, execution.Category) is not { } instrument || !BybitOrigin.IsTrade(execution))
        {
            return true;
        }

        EngineEvent? told = null;
        bool isRead = true;
        if (BybitOrigin.Of(execution) != OrderOrigin.Client)
        {
            isRead = TryRead(execution.OrderId, () => told = new ForcedFillSeen(BybitOrderReading.ReadForced(execution, instrument, shapes.ModeOf(instrument.Id))));
            told = told is ForcedFillSeen forced && !news.Forced.Add(forced.Fill.TradeId.Value) ? null : told;
        }
        else if (_own.TryRead(execution.OrderLinkId, out ClientOrderId id))
        {
            isRead = TryRead(execution.OrderId, () => told = BybitOrderReading.ReadFill(execution, instrument, id) is { } fill ? new FillReported(fill) : null);
        }

        if (told is not null)
        {
            await sink.PublishAsync(told, cancellationToken);
        }

        return isRead;
    }

    private ValueTask TellMarginAsync(string? detail, CancellationToken cancellationToken) =>
        detail is null ? default : sink.PublishAsync(new MarginCallReceived(VenueId.BybitLinear, detail), cancellationToken);

    private Instrument? InstrumentOf(string? symbol, string? category) =>
        symbol is not null && category is null or "" or BybitOrderBody.Category ? listing.ByName.GetValueOrDefault(symbol ?? "") : null;

    /// <summary>One whose time cannot be read may be: it is not told then, and counts as unread.</summary>
    private bool IsSince(BybitExecution execution, DateTimeOffset from)
    {
        bool isSince = true;
        TryRead(execution.OrderId, () => isSince = WireText.RequiredMilliseconds(execution.ExecTime, "execTime") >= from);
        return isSince;
    }

    /// <summary>An entry that cannot be read is counted and does not take the others of its message with it.</summary>
    private bool TryRead(string? id, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            counters.Malformed.Record(Encoding.UTF8.GetBytes(id ?? ""), unreadable.Message);
            log.Warning(VenueId.BybitLinear, $"{id} cannot be read: {unreadable.Message}");
            return false;
        }
    }
}
