using System.Security.Cryptography;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>The keys of the simulated accounts: made once per data directory and kept beside the simulator's accounts.</summary>
public static class PaperKeys
{
    private const string FileName = "keys.json";

    public static IReadOnlyDictionary<VenueId, VenueCredentials> LoadOrMake(string simulatorDirectory, IEnumerable<VenueId> venues)
    {
        Directory.CreateDirectory(simulatorDirectory);
        string path = Path.Combine(simulatorDirectory, FileName);
        Dictionary<string, string[]> stored = File.Exists(path)
            ? JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(path)) ?? []
            : [];
        bool made = false;
        foreach (VenueId venue in venues)
        {
            if (!stored.ContainsKey(venue.Name))
            {
                stored[venue.Name] = [Random(12), Random(24), Random(8)];
                made = true;
            }
        }

        if (made)
        {
            PrivateFile.Write(path, JsonSerializer.Serialize(stored));
        }

        return stored.ToDictionary(s => new VenueId(s.Key), s => new VenueCredentials(s.Value[0], s.Value[1], s.Value[2]));
    }

    public static SimulatedAccountOptions Account(VenueId venue, VenueCredentials keys, decimal startBalance) => new()
    {
        Venue = venue,
        ApiKey = keys.Key,
        ApiSecret = keys.Secret,
        Passphrase = keys.Passphrase,
        StartBalance = startBalance,
    };

    private static string Random(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
