using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Faults.Wire;

internal enum RequestKind
{
    Other = 0,
    Place = 1,
    OrderQuery = 2,
    BookSnapshot = 3,
}

internal enum StreamTopic
{
    /// <summary>Answers to subscriptions, logins and pings.</summary>
    Control = 0,
    Market = 1,
    Book = 2,

    /// <summary>A book as a whole, from which updates go on.</summary>
    BookSnapshot = 3,
    Private = 4,

    /// <summary>Private, and tells a fill.</summary>
    Fill = 5,
}

/// <param name="Instrument">The venue's own name; null where the message has none.</param>
internal readonly record struct StreamMessage(StreamTopic Topic, string? Instrument);

/// <summary>What faults must know of one venue's wire: what a message is, where its numbers stand, and the words of its errors.</summary>
internal interface IWireDialect
{
    RequestKind KindOf(HttpRequest request);

    FaultAnswer RateLimited(TimeSpan wait, DateTimeOffset now);

    FaultAnswer Banned(TimeSpan wait, DateTimeOffset now);

    FaultAnswer Maintenance(DateTimeOffset now);

    /// <param name="isAfter">The request was carried out.</param>
    FaultAnswer ServerError(int status, bool isAfter, DateTimeOffset now);

    /// <summary>Where the venue tells whether it is in maintenance.</summary>
    string StatusPath { get; }

    /// <param name="since">Null: no maintenance.</param>
    FaultAnswer Status(DateTimeOffset? since, DateTimeOffset? until);

    StreamMessage Read(JsonNode root);

    /// <summary>The object with the levels and numbers of a book, of a stream's message or of an answer; null when there is none.</summary>
    BookNode? BookOf(JsonNode root);

    /// <summary>Gives an order's status, where the answer has one, a name that nobody knows.</summary>
    bool RenameStatus(JsonNode root);

    /// <summary>The times of the venue's clock, with their places: Unix milliseconds.</summary>
    IEnumerable<(JsonObject Owner, string Name)> TimesOf(JsonNode root);
}

/// <summary>Where the parts of a book stand.</summary>
/// <param name="Sequence">The name of the update's number.</param>
/// <param name="Previous">The name of the number before it; null where an update's own number tells the gap.</param>
internal sealed record BookNode(JsonObject Body, string Bids, string Asks, string Sequence, string? Previous, string? Checksum = null);

/// <summary>An answer that the venue's protocol does not give.</summary>
internal sealed record FaultAnswer(int Status, string Body, string ContentType = "application/json", params IReadOnlyList<(string Name, string Value)> Headers)
{
    public static FaultAnswer Gateway(int status) => new(
        status,
        $"<html>\r\n<head><title>{status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n",
        "text/html");

    public async Task SendAsync(HttpContext context)
    {
        context.Response.Clear();
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        foreach ((string name, string value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        byte[] body = System.Text.Encoding.UTF8.GetBytes(Body);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
