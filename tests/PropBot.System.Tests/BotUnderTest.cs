using PropBot.SystemTests.Invariants;

namespace PropBot.SystemTests;

/// <summary>A started bot with a client that is logged in.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    public const string Token = "system-test-token";

    private BotUnderTest(PropBotProcess process, BotClient client)
    {
        Process = process;
        Client = client;
    }

    public PropBotProcess Process { get; }

    public BotClient Client { get; }

    public static Task<BotUnderTest> StartAsync(string arguments, CancellationToken limit, params (string Name, string Value)[] environment) =>
        StartProfileAsync("paper", arguments, limit, environment);

    public static async Task<BotUnderTest> StartProfileAsync(
        string profile, string arguments, CancellationToken limit, params (string Name, string Value)[] environment)
    {
        PropBotProcess process = PropBotProcess.Start($"run --profile {profile} --urls http://127.0.0.1:0 {arguments}", [("API_TOKEN", Token), .. environment]);
        try
        {
            string line = await process.LineAsync("Dashboard: ", limit);
            string address = line["Dashboard: ".Length..].Replace("/ui/dashboard", "", StringComparison.Ordinal);
            await process.LineAsync("Data directory:", limit);
            return new BotUnderTest(process, new BotClient(address, Token));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string difference in Process.HasEnded ? [] : await OneNumber.DifferencesAsync(Client) ?? [])
        {
            TestFindings.Add(difference);
        }

        Client.Dispose();
        await Process.DisposeAsync();
    }
}
