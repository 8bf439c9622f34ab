using System.Text;
using System.Text.RegularExpressions;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;
using PropBot.Testing;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>docs/simulator.md: its curl lines work, in their order, its plan is a plan, and it names every kind.</summary>
public sealed partial class DocumentedCommandsTests
{
    private const string Token = "token-of-the-documents";

    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "simulator.md"));

    [Fact]
    public async Task CurlLines_InTheirOrder_AllSucceed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, change: options => options with { ControlToken = Token });
        string[] lines = [.. Document.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal))];
        Assert.True(lines.Length >= 10);

        foreach (string line in lines)
        {
            using HttpRequestMessage request = Read(line, simulator.Host.Control.ToString().TrimEnd('/'));
            using var http = new HttpClient();
            using HttpResponseMessage answer = await http.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{line}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("104000", (await simulator.ReadAsync("/sim/accounts"))[0].GetProperty("wallet_balance").GetString());
    }

    [Fact]
    public void Plan_AsShown_IsAPlan()
    {
        int begin = Document.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;

        FaultPlan plan = FaultPlanFile.Parse(Document[begin..Document.IndexOf("```", begin, StringComparison.Ordinal)]);

        Assert.Equal((7UL, 3), (plan.Seed, plan.Rules.Count));
    }

    [Fact]
    public void Kinds_AreAllNamed() =>
        Assert.All(FaultCatalogue.AllNames, name => Assert.Contains($"`{name}`", Document, StringComparison.Ordinal));

    /// <summary>What a shell would make of the line: quotes, the two variables, and curl's -X, -H and -d.</summary>
    private static HttpRequestMessage Read(string line, string control)
    {
        string[] words =
        [
            .. Words().Matches(line["curl ".Length..]).Select(match => match.Value.Trim('"', '\'')
                .Replace("$CONTROL", control, StringComparison.Ordinal)
                .Replace("$TOKEN", Token, StringComparison.Ordinal)),
        ];
        var request = new HttpRequestMessage(HttpMethod.Get, words[^1]);
        for (int i = 0; i < words.Length - 1; i += 2)
        {
            string value = words[i + 1];
            switch (words[i])
            {
                case "-X":
                    request.Method = new HttpMethod(value);
                    break;
                case "-d":
                    request.Content = new StringContent(value, Encoding.UTF8, "application/json");
                    break;
                case "-H" when !value.StartsWith("Content-Type", StringComparison.Ordinal):
                    request.Headers.Add(value.Split(": ")[0], value.Split(": ")[1]);
                    break;
                case "-H":
                    break;
                default:
                    Assert.Fail($"{words[i]} is not known here");
                    break;
            }
        }

        return request;
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
