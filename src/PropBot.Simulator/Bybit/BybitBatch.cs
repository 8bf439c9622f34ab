using PropBot.Simulator.Bybit.Wire;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// Several orders in one request, each carried out by itself: the answer succeeds, <c>retExtInfo</c> says what became of each. Source: Bybit API v5 docs,
/// "Batch Place Order", read 2026-11-22.
/// </summary>
internal static class BybitBatch
{
    /// <summary>Of the linear category.</summary>
    private const int Most = 20;

    public static async Task<BybitReply> AnswerAsync(BybitRequest request, BybitEndpoint each)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return BybitReply.Refused(BybitErrors.CategoryInvalid);
        }

        if (request.Batch() is not { Count: > 0 and <= Most } items)
        {
            return BybitReply.Refused(BybitErrors.Parameter($"request: 1 to {Most} orders"));
        }

        var list = new List<object>();
        var outcomes = new List<object>();
        foreach (BybitRequest item in items)
        {
            BybitReply reply = outcomes.Count < request.Admitted ? await each(item) : BybitReply.Refused(BybitErrors.TooFrequent);
            var ack = reply.Result as BybitOrderAck;
            list.Add(new
            {
                category = BybitStatements.Linear,
                symbol = item["symbol"] ?? "",
                orderId = ack?.OrderId ?? "",
                orderLinkId = ack?.OrderLinkId ?? item["orderLinkId"] ?? "",
            });
            outcomes.Add(new { code = reply.Error.Code, msg = reply.Error.Message });
        }

        return BybitReply.Ok(new { list }) with { Extra = new { list = outcomes } };
    }
}
