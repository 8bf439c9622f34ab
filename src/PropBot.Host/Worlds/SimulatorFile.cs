using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Simulator.Framing;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>
/// What <c>propbot sim</c> writes and <c>propbot run --simulator</c> reads: addresses and keys of simulated venues in another
/// process. Only this user may read it.
/// </summary>
public sealed record SimulatorFile(string Identity, string Sentence, string SentenceRussian, decimal Speed, IReadOnlyList<SimulatedVenueAccess> Venues)
{
    public static SimulatorFile Of(
        SimulatorSetup setup, IReadOnlyDictionary<VenueId, VenueAddresses> addresses, IReadOnlyDictionary<VenueId, VenueCredentials> keys) =>
        new(
            setup.Identity,
            setup.Description.Sentence.English,
            setup.Description.Sentence.Russian,
            setup.Description.Speed,
            addresses.OrderBy(a => a.Key).Select(a => new SimulatedVenueAccess(
                a.Key.Name,
                setup.Venues.Single(v => v.Venue == a.Key).Instruments.Select(i => i.Instrument.Id.Symbol.Name).ToList(),
                a.Value.Rest, a.Value.PublicStream, a.Value.PrivateStream,
                keys[a.Key].Key, keys[a.Key].Secret, keys[a.Key].Passphrase)).ToList());

    public void Write(string path) => PrivateFile.Write(path, JsonSerializer.Serialize(this, Format));

    /// <exception cref="ConfigException">The file is missing or not such a file.</exception>
    public static SimulatorFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SimulatorFile>(File.ReadAllText(path), Format)
                ?? throw new ConfigException([new ConfigFault("--simulator", $"{path} is empty")]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigException([new ConfigFault("--simulator", $"{path} cannot be read ({unreadable.Message}): start `propbot sim` first and name the file it printed")]);
        }
    }

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
}

/// <summary>One simulated venue: where it is and the keys of the desk's account there.</summary>
public sealed record SimulatedVenueAccess(
    string Venue, IReadOnlyList<string> Symbols, Uri Rest, Uri PublicStream, Uri PrivateStream, string Key, string Secret, string? Passphrase)
{
    public override string ToString() => $"{Venue} at {Rest}";
}
