namespace PropBot.Venues.Bybit.Rest;

/// <summary>How a request ended, with the venue's envelope taken off.</summary>
internal abstract record BybitAnswer<T>
{
    private BybitAnswer()
    {
    }

    /// <summary>Code 0.</summary>
    public sealed record Ok(T? Result, DateTimeOffset Time) : BybitAnswer<T>;

    /// <param name="Result">What the venue says beside its code; mostly nothing.</param>
    public sealed record No(int Code, string Message, T? Result = default) : BybitAnswer<T>;

    /// <summary>Nothing reached the venue.</summary>
    public sealed record NotSent(string Reason, bool RateLimited) : BybitAnswer<T>;

    /// <summary>It may have had an effect: a time-out, a status that is no certain refusal whatever its body says, an answer that cannot be read.</summary>
    public sealed record Unclear(string Reason) : BybitAnswer<T>;

    /// <summary>Why there is no <see cref="Ok"/>, for people.</summary>
    public string Trouble => this switch
    {
        No no => $"{no.Code} {no.Message}".TrimEnd(),
        NotSent notSent => notSent.Reason,
        Unclear unclear => unclear.Reason,
        _ => "",
    };
}
