using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// The venue has no cancel-all for ordinary orders (its mass cancel is for options): open orders are read and cancelled 20 at a time.
/// Source: OKX API v5, Cancel multiple orders, read 2026-11-22.
/// </summary>
internal sealed class OkxCancelAll(OkxRest rest, OkxHistory history)
{
    public const int BatchSize = 20;

    public async Task<VenueOutcome> RunAsync(OkxListing listing, CancellationToken cancellationToken)
    {
        if (await history.ReadPendingAsync(RequestLane.Cancel, listing, cancellationToken) is not { } open)
        {
            return new VenueOutcome.Refused(new VenueRefusal(
                RefusalKind.VenueUnavailable, "not_sent", "the open orders cannot be read, so none was cancelled; cancel them by their ids or try again"));
        }

        VenueOutcome outcome = new VenueOutcome.Accepted(new VenueOrderId(""));
        foreach (string[] batch in open.Select(o => o.OrdId).OfType<string>().Chunk(BatchSize))
        {
            outcome = Worse(outcome, await CancelAsync(listing, batch, cancellationToken));
        }

        return outcome;
    }

    private async Task<VenueOutcome> CancelAsync(OkxListing listing, string[] batch, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "cancel orders",
            RequestLane.Cancel,
            [batch.Length == 1 ? new(rest.Budgets.Cancel(native), 1) : new(rest.Budgets.CancelBatch(native), batch.Length)],
            "/api/v5/trade/cancel-batch-orders",
            OkxOrderBody.CancelBatch(native, batch),
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: false,
            cancellationToken);
        IReadOnlyList<OkxOrderAck> items = answer switch
        {
            OkxAnswer<OkxOrderAck>.Ok ok => ok.Items,
            OkxAnswer<OkxOrderAck>.No no => no.Items,
            _ => [],
        };
        if (items.Count == 0)
        {
            return OkxOutcome.Of(answer);
        }

        VenueOutcome outcome = items.Count == batch.Length
            ? new VenueOutcome.Accepted(new VenueOrderId(""))
            : new VenueOutcome.Unknown($"{items.Count} answers to {batch.Length} cancels");
        return items.Select(OkxOutcome.Of).Select(ForgiveEnded).Aggregate(outcome, Worse);
    }

    /// <summary>An order that ended meanwhile is no longer open, which is what was wanted.</summary>
    private static VenueOutcome ForgiveEnded(VenueOutcome outcome) => outcome is VenueOutcome.Refused { Refusal.Kind: RefusalKind.OrderNotFound }
        ? new VenueOutcome.Accepted(new VenueOrderId(""))
        : outcome;

    /// <summary>What is not certain outweighs a refusal, a refusal what was accepted.</summary>
    private static VenueOutcome Worse(VenueOutcome left, VenueOutcome right) => Rank(right) > Rank(left) ? right : left;

    private static int Rank(VenueOutcome outcome) => outcome switch
    {
        VenueOutcome.Accepted => 0,
        VenueOutcome.Refused => 1,
        _ => 2,
    };
}
