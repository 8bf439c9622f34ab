using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Rest;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Asks for funding settlements regularly, and at once when the private stream hints at one. Tells each once.</summary>
internal sealed class BinanceFundingWatch : IDisposable
{
    /// <summary>The venue may book symbols of one settlement at different moments.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly VenueOptions _options;
    private readonly IVenueSink _sink;
    private readonly BinanceStatements _statements;
    private readonly VenueClock _clock;
    private readonly DateTimeOffset _since;
    private readonly SemaphoreSlim _soon = new(0, 1);
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _latest;

    /// <param name="since">Settlements before this instant are not told.</param>
    public BinanceFundingWatch(
        IReadOnlyList<Instrument> instruments,
        VenueOptions options,
        IVenueSink sink,
        BinanceStatements statements,
        VenueClock clock,
        DateTimeOffset since)
    {
        _instruments = instruments;
        _options = options;
        _sink = sink;
        _statements = statements;
        _clock = clock;
        _since = since;
        _latest = since;
    }

    public void PollSoon()
    {
        lock (_soon)
        {
            if (_soon.CurrentCount == 0)
            {
                _soon.Release();
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await PollAsync(cancellationToken);
            Task pause = Task.Delay(_options.FundingPollInterval, _clock.Time, cancellationToken);
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(pause, _soon.WaitAsync(woken.Token));
            await woken.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _soon.Dispose();

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset from = _latest - Overlap > _since ? _latest - Overlap : _since;
        IReadOnlyList<FundingPayment>? payments = await _statements.FundingSinceAsync(from, _instruments, cancellationToken);
        foreach (FundingPayment payment in payments ?? [])
        {
            if (_told.TryAdd(payment.PaymentId, payment.SettledAt))
            {
                _latest = payment.SettledAt > _latest ? payment.SettledAt : _latest;
                await _sink.PublishAsync(new FundingSettled(payment), cancellationToken);
            }
        }

        foreach (string old in _told.Where(t => t.Value < from).Select(t => t.Key).ToArray())
        {
            _told.Remove(old);
        }
    }
}
