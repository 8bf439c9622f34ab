using PropBot.Core.Execution;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What a request came to.</summary>
internal abstract record BinanceReply<T>
{
    private BinanceReply()
    {
    }

    public sealed record Ok(T Value) : BinanceReply<T>;

    /// <summary>For certain without effect: the venue said no, or the request never left.</summary>
    public sealed record Refused(VenueRefusal Refusal) : BinanceReply<T>
    {
        public bool Has(int code) => Refusal.Code == $"{code}";
    }

    /// <summary>It may have had an effect.</summary>
    public sealed record Uncertain(string Reason) : BinanceReply<T>;

    /// <summary>Why it is not <see cref="Ok"/>, for people.</summary>
    public string Failure => this switch
    {
        Refused { Refusal: var refusal } => $"{refusal.Code} {refusal.Message}",
        Uncertain { Reason: var reason } => reason,
        _ => "",
    };

    /// <param name="what">For people.</param>
    /// <exception cref="VenueSetupException">It is not <see cref="Ok"/>.</exception>
    public T Needed(string what) => this is Ok { Value: var value } ? value : throw new VenueSetupException($"{what}: {Failure}");
}
