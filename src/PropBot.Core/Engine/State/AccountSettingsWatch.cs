using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of how one venue has set our account.</summary>
internal sealed class AccountSettingsWatch
{
    /// <summary>What the venue last said; null before the first answer.</summary>
    public AccountSettings? Settings { get; private set; }

    /// <summary>When it said so, elapsed time.</summary>
    public TimeSpan ReadElapsed { get; private set; }

    /// <summary>When it said so, market time.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>When it was last asked; null: ask with the next heartbeat.</summary>
    public TimeSpan? AskedElapsed { get; set; }

    public OpenQuestion Question { get; } = new();

    /// <summary>When it was asked for the first time in this run, elapsed time; null before.</summary>
    public TimeSpan? FirstAskedElapsed { get; set; }

    /// <summary>Why the last question got no certain answer; empty when it got one.</summary>
    public string Failure { get; set; } = "";

    /// <summary>What of the last reading is not as configured, for people; empty when nothing is.</summary>
    public string Differences { get; set; } = "";

    /// <summary>What people were last told; null at a start, when nothing is known and nobody is told so yet.</summary>
    public AccountSettingsStatus? ToldStatus { get; set; }

    /// <summary>The differences that people were last told.</summary>
    public string ToldDifferences { get; set; } = "";

    /// <summary>The first leverage that is not as configured; null when all are, and where it was not read.</summary>
    public decimal? OtherLeverageFound { get; private set; }

    /// <summary>Something is not as configured.</summary>
    public bool IsDifferent { get; private set; }

    public void Read(AccountSettings settings, MarginTerms wanted, TimeSpan elapsed, DateTimeOffset at)
    {
        Settings = settings;
        ReadElapsed = elapsed;
        ReadAt = at;
        Failure = "";
        OtherLeverageFound = OtherLeverage(wanted).FirstOrDefault()?.Leverage;
        IsDifferent = OtherLeverage(wanted).Any() || OtherModes(wanted).Any();
    }

    /// <summary>The instruments whose position or margin mode is not as configured.</summary>
    public IEnumerable<InstrumentSettings> OtherModes(MarginTerms wanted) =>
        Settings?.OtherModes(wanted) ?? [];

    /// <summary>The instruments whose leverage is not as configured.</summary>
    public IEnumerable<InstrumentSettings> OtherLeverage(MarginTerms wanted) => Settings?.OtherLeverage(wanted) ?? [];

    public AccountSettingsStatus Status(TimeSpan elapsed, TimeSpan staleAfter) =>
        Settings is null ? AccountSettingsStatus.Unread
        : IsDifferent ? AccountSettingsStatus.Different
        : elapsed - ReadElapsed > staleAfter ? AccountSettingsStatus.Stale
        : AccountSettingsStatus.AsConfigured;
}
