using System.Net;
using System.Text.Json;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class LiveEventsTests
{
    [Fact]
    public async Task Stream_FirstAllSections_ThenOnlyTheChangedOnes()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot);
        using HttpClient client = desk.Client(WebDesk.ViewerToken);
        using HttpResponseMessage answer = await client.GetAsync("/ui/events?lang=ru", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (string id, Dictionary<string, string> sections) = await NextAsync(reader);
        Assert.Equal("1", id);
        Assert.Equal(LiveSections.All.Count, sections.Count);
        Assert.Contains("Стаканы", sections["books"]);

        // Only the totals differ; the page's other parts are not sent again.
        desk.Board.Publish(snapshot with { Totals = snapshot.Totals with { NakedNotionalSeconds = 2_400m } });
        (id, sections) = await NextAsync(reader);
        Assert.Equal("2", id);
        Assert.Equal(["totals"], sections.Keys);
        Assert.Contains("value=\"2400\"", sections["totals"]);
    }

    [Fact]
    public async Task Stream_FragmentsAreWhatThePageShows()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string page = await desk.TextAsync("/ui/dashboard?lang=en&range=24h");
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/ui/events?lang=en&range=24h", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (_, Dictionary<string, string> sections) = await NextAsync(reader);
        Assert.All(sections.Where(s => s.Key != "counters"), s => Assert.Contains(s.Value, page));
        Assert.Contains("data-live=\"/ui/events?lang=en&amp;range=24h\"", page);
    }

    [Fact]
    public async Task Stream_EngineStarting_IsAliveAndFillsLater()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/ui/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("event: alive", await reader.ReadLineAsync());
        desk.Board.Publish(SampleDesk.Trading());
        (_, Dictionary<string, string> sections) = await NextAsync(reader);
        Assert.Equal(LiveSections.All.Count, sections.Count);
    }

    [Fact]
    public async Task Stream_EndsWithTheProcess()
    {
        WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/ui/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await NextAsync(reader);
        Task stopped = desk.App.StopAsync();
        Assert.DoesNotContain("sections", await reader.ReadToEndAsync());
        await stopped;
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task Stream_Stranger_IsUnauthorizedAndNotRedirected()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client(null);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ui/events")).StatusCode);
    }

    /// <summary>The next event with sections; signs of life are passed over.</summary>
    private static async Task<(string Id, Dictionary<string, string> Sections)> NextAsync(StreamReader reader)
    {
        string id = "";
        string name = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (name == "sections" && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id, JsonSerializer.Deserialize<Dictionary<string, string>>(line[6..])!);
            }
        }

        throw new InvalidOperationException("the stream ended before an event came");
    }
}
