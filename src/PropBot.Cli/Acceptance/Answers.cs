using System.Text.Json;

namespace PropBot.Cli.Acceptance;

/// <summary>Asks a bot until an answer is as wanted.</summary>
internal static class Answers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Ends with the first answer that is as wanted, or with the last one when the patience is over.</summary>
    public static async Task<(bool IsWanted, int Status, JsonElement Body)> UntilAsync(
        ChildBot bot, string path, Func<int, JsonElement, bool> wanted, TimeSpan patience, CancellationToken limit)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            (int status, JsonElement body) = await bot.GetAsync(path, limit);
            bool isWanted = wanted(status, body);
            if (isWanted || TimeProvider.System.GetElapsedTime(started) > patience)
            {
                return (isWanted, status, body);
            }

            await Task.Delay(Pause, limit);
        }
    }

    public static bool Is(this JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static string Text(this JsonElement body, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out body))
            {
                return "missing";
            }
        }

        return body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
    }
}
