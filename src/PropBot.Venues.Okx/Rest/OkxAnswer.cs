namespace PropBot.Venues.Okx.Rest;

/// <summary>How a request ended, with the venue's envelope taken off.</summary>
internal abstract record OkxAnswer<T>
{
    private OkxAnswer()
    {
    }

    /// <summary>Code 0.</summary>
    public sealed record Ok(IReadOnlyList<T> Items) : OkxAnswer<T>;

    /// <summary>The venue said no. <paramref name="Items"/> may carry a code of their own.</summary>
    public sealed record No(string Code, string Message, IReadOnlyList<T> Items) : OkxAnswer<T>;

    /// <summary>Nothing reached the venue.</summary>
    public sealed record NotSent(string Reason, bool RateLimited) : OkxAnswer<T>;

    /// <summary>It may have had an effect: a time-out, an HTTP status that is no certain refusal whatever its body says, an answer that cannot be read.</summary>
    public sealed record Unclear(string Reason) : OkxAnswer<T>;

    /// <summary>Why there is no <see cref="Ok"/>, for people.</summary>
    public string Trouble => this switch
    {
        No no => $"{no.Code} {no.Message}".TrimEnd(),
        NotSent notSent => notSent.Reason,
        Unclear unclear => unclear.Reason,
        _ => "",
    };
}
