using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Storage;

/// <summary>One line of the journal.</summary>
/// <param name="Number">Counted from 1 over the store's life, without gaps.</param>
/// <param name="Kind">Name of the mutation's record, or <see cref="MarketKind"/>.</param>
/// <param name="Venue">The venue; null for <see cref="MarketKind"/>.</param>
internal sealed record StoreRecord(long Number, string Kind, VenueId? Venue, JsonElement Data)
{
    public const string MarketKind = "Market";

    private static readonly Dictionary<string, Type> Mutations = typeof(AccountMutation).GetNestedTypes()
        .Where(type => type.IsSubclassOf(typeof(AccountMutation)))
        .ToDictionary(type => type.Name);

    /// <exception cref="JsonException">The kind is not known or the data is not of that kind.</exception>
    public AccountMutation ReadMutation() =>
        Mutations.TryGetValue(Kind, out Type? type)
            ? (AccountMutation)Data.Deserialize(type, StoreJson.Options)!
            : throw new JsonException($"'{Kind}' is not a change of an account");
}

/// <summary>Where the market stood: lets a restarted feed go on from there.</summary>
/// <param name="Time">Market time.</param>
/// <param name="Marks">Mark prices by instrument, quote units.</param>
public sealed record MarketPoint(DateTimeOffset Time, IReadOnlyDictionary<InstrumentId, decimal> Marks);

/// <summary>The store as a whole at one instant; what came later is in the journal.</summary>
/// <param name="Through">Number of the last journal record that it contains.</param>
internal sealed record StoreSnapshot(long Through, MarketPoint Market, IReadOnlyList<VenueState> Venues);
