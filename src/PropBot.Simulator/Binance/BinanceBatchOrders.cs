using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Several orders in one request; each has its own answer or its own error. Source: developers.binance.com, USDⓈ-M Futures, Place/Modify/Cancel
/// Multiple Orders, read 2026-11-22.
/// </summary>
internal sealed class BinanceBatchOrders(VenueContext context, BinanceInstruments instruments)
{
    private const int MostOrders = 5;
    private const int MostCancels = 10;

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("POST", "/fapi/v1/batchOrders", BinanceSecurity.Order, 5, call => EachAsync(call, Place)),
        new("PUT", "/fapi/v1/batchOrders", BinanceSecurity.Order, 5, call => EachAsync(call, Modify)),
        new("DELETE", "/fapi/v1/batchOrders", BinanceSecurity.Signed, 1, CancelAsync),
    ];

    private async Task<BinanceReply> EachAsync(
        BinanceCall call, Func<BinanceParameters, Func<SimulatedVenue, string, DateTimeOffset, BinanceReply>> read)
    {
        IReadOnlyList<BinanceParameters>? orders = ReadOrders(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        var deeds = orders!.Select(read).ToList();
        return await context.TradeAsync((venue, now) =>
            BinanceReply.Joined([.. deeds.Select(deed => deed(venue, call.Account, now))]));
    }

    private Func<SimulatedVenue, string, DateTimeOffset, BinanceReply> Place(BinanceParameters order)
    {
        OrderRequest? request = BinanceOrderForm.Read(order, instruments, out Instrument? instrument);
        bool showsResult = BinanceOrderForm.ShowsResult(order);
        return order.Error is { } error
            ? (_, _, _) => error
            : (_, account, now) => BinanceTrading.Place(context, account, order, request!, instrument!, showsResult, now);
    }

    private Func<SimulatedVenue, string, DateTimeOffset, BinanceReply> Modify(BinanceParameters order)
    {
        BinanceAmendment? amendment = BinanceAmendment.Read(order, instruments);
        return order.Error is { } error ? (_, _, _) => error : amendment!.Carry;
    }

    private async Task<BinanceReply> CancelAsync(BinanceCall call)
    {
        Instrument? instrument = instruments.Mandatory(call.Parameters)?.Instrument;
        IReadOnlyList<OrderKey> keys = ReadKeys(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.TradeAsync((_, now) => BinanceReply.Joined([.. keys.Select(key =>
        {
            Answer<SimulatedOrder> answer = context.Cancel(call.Account, instrument!.Id.Symbol, key, now);
            return answer.IsAccepted
                ? BinanceReply.Object(json => json.WriteOrder(answer.Value, instrument, withTime: false))
                : (BinanceReply)BinanceError.Of(answer.Refusal);
        })]));
    }

    private static IReadOnlyList<BinanceParameters>? ReadOrders(BinanceParameters parameters)
    {
        if (ReadList(parameters, "batchOrders", JsonValueKind.Object) is not { } list)
        {
            parameters.Fail(BinanceError.Mandatory("batchOrders"));
            return null;
        }

        if (list.Count is 0 or > MostOrders)
        {
            parameters.Fail(BinanceError.BadBatchSize);
        }

        return [.. list.Select(order => new BinanceParameters(order.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText())))];
    }

    private static IReadOnlyList<OrderKey> ReadKeys(BinanceParameters parameters)
    {
        IReadOnlyList<JsonElement> numbers = ReadList(parameters, "orderIdList", JsonValueKind.Number) ?? [];
        IReadOnlyList<JsonElement> names = ReadList(parameters, "origClientOrderIdList", JsonValueKind.String) ?? [];
        IReadOnlyList<OrderKey> keys = numbers.Count > 0
            ? [.. numbers.Select(number => OrderKey.Of(number.TryGetInt64(out long id) ? id : -1))]
            : [.. names.Select(name => OrderKey.Of(name.GetString()!))];
        if (keys.Count is 0 or > MostCancels)
        {
            parameters.Fail(keys.Count == 0 ? BinanceError.Mandatory("orderIdList") : BinanceError.BadBatchSize);
        }

        return keys;
    }

    /// <summary>A parameter that is a JSON array; null when it is missing or, with the error noted, none.</summary>
    private static IReadOnlyList<JsonElement>? ReadList(BinanceParameters parameters, string documented, JsonValueKind kind)
    {
        // The venue takes the names of its lists in lower case too: ccxt sends orderidlist.
        string name = parameters.Has(documented) ? documented : documented.ToLowerInvariant();
        if (!parameters.Has(name))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(parameters.Text(name)!);
            if (document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(one => one.ValueKind == kind))
            {
                return [.. document.RootElement.EnumerateArray().Select(one => one.Clone())];
            }
        }
        catch (JsonException)
        {
            // Told below like everything else that is no such list.
        }

        parameters.Fail(BinanceError.InvalidValue(name));
        return [];
    }
}
