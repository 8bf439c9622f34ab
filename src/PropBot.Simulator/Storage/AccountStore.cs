using System.Buffers;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Storage;

/// <summary>
/// The simulated venues' memory: a snapshot and a journal of everything since. A change is with the operating system before
/// anyone hears of it (<see cref="Flush"/>), so the process may be killed at any instant.
/// </summary>
/// <remarks>
/// What is lost only with the machine (power cut) is what the system had not written to the disk: the journal is not synced
/// line by line. Files: <c>accounts.json</c> and <c>accounts.journal</c>, and <c>accounts.lock</c>, which a running simulator
/// holds and which ends with its process.
/// </remarks>
internal sealed class AccountStore : IDisposable
{
    /// <summary>The journal is folded into a snapshot when it is longer than this and than the last snapshot.</summary>
    private const long SnapshotBytes = 8 * 1024 * 1024;

    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    private readonly string _snapshotPath;
    private readonly ArrayBufferWriter<byte> _unwritten = new(4096);
    private readonly Dictionary<VenueId, List<AccountMutation>> _since = [];
    private readonly FileStream _lock;
    private JournalFile? _journal;
    private long _number;
    private long _snapshotLength;

    private AccountStore(string directory)
    {
        _snapshotPath = Path.Combine(directory, "accounts.json");
        _lock = new FileStream(Path.Combine(directory, "accounts.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Where the market stood when the store was last written; null in a new store.</summary>
    public MarketPoint? Market { get; private set; }

    private StoreSnapshot? Snapshot { get; set; }

    /// <summary>Whether the journal has grown enough to be folded.</summary>
    public bool WantsSnapshot => _journal!.Length > Math.Max(SnapshotBytes, _snapshotLength);

    /// <exception cref="InvalidDataException">The files are not a store's, or damaged in the middle.</exception>
    /// <exception cref="IOException">Another process has the store open, or the folder cannot be written.</exception>
    public static AccountStore Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var store = new AccountStore(directory);
        try
        {
            string journalPath = Path.Combine(directory, "accounts.journal");
            var lines = new List<StoreRecord>();
            store.ReadSnapshot();
            store._journal = JournalFile.Open(journalPath, (_, line) => TryRead(line, lines));
            store.ReadJournal(journalPath, lines);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A venue as it was: a state and what happened since; null when the store does not know it.</summary>
    public (VenueState State, IReadOnlyList<AccountMutation> Since)? Find(VenueId venue)
    {
        VenueState? state = Snapshot?.Venues.FirstOrDefault(one => one.Venue == venue);
        List<AccountMutation> since = _since.GetValueOrDefault(venue, []);
        return state is null && since.Count == 0 ? null : (state ?? VenueState.Empty(venue), since);
    }

    /// <summary>Frees what was read for restoring.</summary>
    public void ForgetRead()
    {
        Snapshot = null;
        _since.Clear();
    }

    public void Append(VenueId venue, AccountMutation mutation) =>
        Append(mutation.GetType().Name, venue, JsonSerializer.SerializeToElement(mutation, mutation.GetType(), StoreJson.Options));

    public void AppendMarket(MarketPoint market)
    {
        Market = market;
        Append(StoreRecord.MarketKind, null, JsonSerializer.SerializeToElement(market, StoreJson.Options));
    }

    /// <summary>Gives what was appended to the operating system.</summary>
    public void Flush()
    {
        if (_unwritten.WrittenCount == 0)
        {
            return;
        }

        _journal!.Append(_unwritten.WrittenSpan);
        _unwritten.ResetWrittenCount();
    }

    /// <summary>Replaces the snapshot and empties the journal; a crash between the two loses nothing, numbers tell.</summary>
    public void TakeSnapshot(MarketPoint market, IReadOnlyList<VenueState> venues)
    {
        Flush();
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(new StoreSnapshot(_number, market, venues), StoreJson.Options);
        SnapshotFile.Replace(_snapshotPath, content);
        _journal!.Clear();
        _snapshotLength = content.Length;
        Market = market;
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _lock.Dispose();
    }

    private void Append(string kind, VenueId? venue, JsonElement data)
    {
        using (var writer = new Utf8JsonWriter(_unwritten))
        {
            JsonSerializer.Serialize(writer, new StoreRecord(++_number, kind, venue, data), StoreJson.Options);
        }

        _unwritten.Write(LineFeed);
    }

    private void ReadSnapshot()
    {
        if (SnapshotFile.Read(_snapshotPath) is not { } content)
        {
            return;
        }

        try
        {
            Snapshot = JsonSerializer.Deserialize<StoreSnapshot>(content, StoreJson.Options)
                ?? throw new JsonException("the file is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{_snapshotPath} is not a snapshot of simulated accounts: {exception.Message}", exception);
        }

        _snapshotLength = content.Length;
        _number = Snapshot.Through;
        Market = Snapshot.Market;
    }

    private void ReadJournal(string path, List<StoreRecord> lines)
    {
        foreach (StoreRecord record in lines.Where(record => record.Number > (Snapshot?.Through ?? 0)))
        {
            if (record.Number != _number + 1)
            {
                throw new InvalidDataException($"{path}: record {record.Number} follows {_number}, records are missing");
            }

            _number = record.Number;
            if (record.Venue is not { } venue)
            {
                Market = record.Data.Deserialize<MarketPoint>(StoreJson.Options);
                continue;
            }

            AccountMutation mutation = record.ReadMutation();
            if (!_since.TryGetValue(venue, out List<AccountMutation>? mutations))
            {
                mutations = [];
                _since.Add(venue, mutations);
            }

            mutations.Add(mutation);
            if (Market is { } market && mutation.Time > market.Time)
            {
                Market = market with { Time = mutation.Time };
            }
        }
    }

    private static bool TryRead(ReadOnlyMemory<byte> line, List<StoreRecord> lines)
    {
        try
        {
            if (JsonSerializer.Deserialize<StoreRecord>(line.Span, StoreJson.Options) is not { } record)
            {
                return false;
            }

            lines.Add(record);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
