using System.Text.Json;

namespace PropBot.Cli;

/// <summary>A run of close-all, cancel-all, kill or close-exposure in lines for a terminal; the numbers are the API's own texts.</summary>
internal static class SweepReport
{
    public static bool IsRunning(JsonElement answer) => Status(answer) == "running";

    /// <summary>Every venue has said that nothing is left, or nothing was meant to be sent.</summary>
    public static bool IsConfirmed(JsonElement answer) => Status(answer) is "done" or "simulated";

    public static async Task WriteProgressAsync(TextWriter output, JsonElement answer)
    {
        JsonElement run = answer.GetProperty("run");
        string waits = string.Join(", ", run.GetProperty("venues").EnumerateArray()
            .Where(v => Text(v, "wait") != "none")
            .Select(v => $"{Text(v, "venue")} {Text(v, "wait")}{(Text(v, "wait_detail") is not "-" and var detail ? $" ({detail})" : "")}"));
        await output.WriteLineAsync($"{Text(run, "id")} running: {Text(run, "legs_done")} of {Text(run, "legs")} legs flat; waiting for {waits}");
    }

    /// <param name="answer">As the POST or <c>/api/ui/sweeps/{id}</c> answers.</param>
    public static async Task WriteAsync(TextWriter output, JsonElement answer)
    {
        JsonElement run = answer.GetProperty("run");
        await output.WriteLineAsync(
            $"{Text(run, "kind")} {Text(run, "id")}: {Text(run, "status")}; orders cancelled {Text(run.GetProperty("result"), "cancelled")}, still open {Text(run.GetProperty("result"), "failed")}; "
            + $"cost {Text(run, "cost_usdt")} USDT, estimated {Text(run, "estimated_cost_usdt")}");
        foreach (JsonElement order in run.GetProperty("orders").EnumerateArray())
        {
            await output.WriteLineAsync($"  order {Text(order, "venue")} {Text(order, "symbol")} {Text(order, "venue_order_id")} ({Text(order, "origin")}): {Text(order, "outcome")} {Text(order, "error")}".TrimEnd());
        }

        foreach (JsonElement leg in Legs(answer))
        {
            await output.WriteLineAsync(
                $"  leg {Text(leg, "pair")} {Text(leg, "venue")} {Text(leg, "symbol")} {Text(leg, "side")} {Text(leg, "qty")}: {Text(leg, "status")}, filled {Text(leg, "filled_qty")} at {Text(leg, "average_price")}, "
                + $"cost {Text(leg, "cost_usdt")} USDT, estimated {Text(leg, "estimated_cost_usdt")} {Text(leg, "error")}".TrimEnd());
        }

        foreach (JsonElement position in Of(answer, "positions"))
        {
            await output.WriteLineAsync($"  remains {Text(position, "venue")} {Text(position, "symbol")} {Text(position, "side")} {Text(position, "qty")}: {Text(position, "reason")}");
        }
    }

    private static IEnumerable<JsonElement> Legs(JsonElement answer) => Of(answer, "closed").Concat(Of(answer, "failed"));

    private static IEnumerable<JsonElement> Of(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : [];

    private static string Status(JsonElement answer) => Text(answer.GetProperty("run"), "status");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "-";
}
