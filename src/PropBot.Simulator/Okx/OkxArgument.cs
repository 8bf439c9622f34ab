using System.Text.Json;

namespace PropBot.Simulator.Okx;

/// <summary>What a client subscribes to; echoed in the acknowledgement and in every push.</summary>
internal sealed record OkxArgument
{
    public string Channel { get; init; } = "";

    public string? InstType { get; init; }

    public string? InstFamily { get; init; }

    public string? InstId { get; init; }

    public string? Ccy { get; init; }

    /// <summary>Private channels: whose. Not sent by clients.</summary>
    public string? Uid { get; init; }

    /// <returns>Null when the element is no object with a channel.</returns>
    public static OkxArgument? Read(JsonElement element) => OkxRequest.Field(element, "channel") is not { } channel
        ? null
        : new OkxArgument
        {
            Channel = channel,
            InstType = OkxRequest.Field(element, "instType"),
            InstFamily = OkxRequest.Field(element, "instFamily"),
            InstId = OkxRequest.Field(element, "instId"),
            Ccy = OkxRequest.Field(element, "ccy"),
        };

    /// <summary>Whether an event of this instrument is meant.</summary>
    public bool Covers(OkxContract contract) =>
        InstType is null or OkxContract.InstType or "ANY"
        && (InstFamily is null || InstFamily == contract.Family)
        && (InstId is null || InstId == contract.InstId);
}
