using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Ledger;

namespace PropBot.Host.Surface;

/// <summary>
/// The latest lines of the journal that somebody answers for: people's commands, and what the desk did by itself. Read at most every few
/// seconds however many ask; while the ledger cannot be read it is what was read last.
/// </summary>
internal sealed class AuditTrail(ILedgerReads ledger, IHealthSource health, TimeProvider time)
{
    /// <summary>Lines told of people, and of the desk.</summary>
    public const int Told = 10;

    /// <summary>How many lines of the journal are looked through; what is older is in the journal alone.</summary>
    private const int LinesRead = 2_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private (long ReadAt, IReadOnlyList<AuditLine> Lines)? _read;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AuditLine> Lines()
    {
        lock (_lock)
        {
            if (_read is not { } read || time.GetElapsedTime(read.ReadAt) > MaxAge)
            {
                read = (time.GetTimestamp(), Ask() ?? _read?.Lines ?? []);
                _read = read;
            }

            return read.Lines;
        }
    }

    /// <returns>Null while there is no answer; a store that is away may take seconds to say so, and is not asked.</returns>
    private List<AuditLine>? Ask()
    {
        try
        {
            return health.Current.Ledger is null ? [.. ledger.JournalTail(LinesRead).Select(AuditLine.Of).OfType<AuditLine>()] : null;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>Who did what, as the journal has it.</summary>
/// <param name="Role"><c>operator</c>, or <c>system</c> for what the desk did by itself.</param>
/// <param name="Action">The audit's own word, such as <c>AUTO_TRADE_OFF</c>, else the type of the line.</param>
internal sealed record AuditLine(DateTimeOffset Ts, string Operator, string Role, string Action, IReadOnlyDictionary<string, string> Details)
{
    private const string System = "system";

    /// <summary>Actors that are no person.</summary>
    private static readonly string[] Desk = [System, "autopilot", "bootstrap"];

    [JsonIgnore]
    public bool IsOfPeople => Role != System;

    /// <returns>Null for a line that nobody is named in.</returns>
    public static AuditLine? Of(JournalLine line)
    {
        // What has a table of its own is told there; its lines are long, and name nobody or somebody of then.
        if (JournalTypes.All.Contains(line.Type, StringComparer.Ordinal))
        {
            return null;
        }

        using var payload = JsonDocument.Parse(line.Payload);
        Dictionary<string, string> details = payload.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
        if ((details.GetValueOrDefault("operator") ?? details.GetValueOrDefault("actor")) is not { Length: > 0 } who)
        {
            return null;
        }

        string role = details.GetValueOrDefault("role") ?? (Desk.Contains(who, StringComparer.Ordinal) ? System : "operator");
        string action = details.GetValueOrDefault("action") ?? line.Type;
        string[] told = ["operator", "actor", "role", "action"];
        return new AuditLine(line.At, who, role, action, details.Where(d => !told.Contains(d.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal));
    }
}
