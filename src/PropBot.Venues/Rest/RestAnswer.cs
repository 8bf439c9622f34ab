using System.Net.Http.Headers;

namespace PropBot.Venues.Rest;

/// <summary>How a request ended.</summary>
public abstract record RestAnswer
{
    private RestAnswer()
    {
    }

    /// <summary>A whole HTTP answer, of whatever status. What its body says, the venue's error table knows.</summary>
    public sealed record Received(int Status, byte[] Body, HttpResponseHeaders Headers) : RestAnswer
    {
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>Not a byte reached the venue: refused connection, no name, no rate-limit token in time.</summary>
    public sealed record NotSent(string Reason, bool RateLimited) : RestAnswer;

    /// <summary>It may have reached the venue: a time-out, a reset, half an answer. Its effect is not known.</summary>
    public sealed record Lost(string Reason) : RestAnswer;
}
