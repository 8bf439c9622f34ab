namespace PropBot.Host.Configuration;

/// <summary>
/// Whether the next start would take the configuration as it stands now: file, neighbours and environment. A running desk whose file is broken
/// trades on with what it has read, and would not come back from a restart.
/// </summary>
/// <param name="judge">Reads it as a start would and changes nothing.</param>
internal sealed class ConfigurationCheck(Func<ConfigVerdict> judge, TimeProvider time)
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private (long ReadAt, ConfigFault? Fault)? _read;

    /// <summary>The first thing that stands in the way; null: the start would take it.</summary>
    public ConfigFault? Fault
    {
        get
        {
            lock (_lock)
            {
                if (_read is not { } read || time.GetElapsedTime(read.ReadAt) > MaxAge)
                {
                    read = (time.GetTimestamp(), judge().Errors is [{ } first, ..] ? first : null);
                    _read = read;
                }

                return read.Fault;
            }
        }
    }
}
