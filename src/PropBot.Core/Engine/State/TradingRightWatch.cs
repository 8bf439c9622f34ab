using PropBot.Core.Execution;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one venue's right to trade.</summary>
internal sealed class TradingRightWatch
{
    /// <summary>What the venue last said; null before the first answer.</summary>
    public TradingRights? Rights { get; private set; }

    /// <summary>When it said so, elapsed time.</summary>
    public TimeSpan ReadElapsed { get; private set; }

    /// <summary>When it said so, market time.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>When it was last asked; null: ask with the next heartbeat.</summary>
    public TimeSpan? AskedElapsed { get; set; }

    public OpenQuestion Question { get; } = new();

    /// <summary>Why the last question got no certain answer; empty when it got one.</summary>
    public string Failure { get; set; } = "";

    /// <summary>What people were last told.</summary>
    public TradingRightStatus ToldStatus { get; set; } = TradingRightStatus.Unread;

    /// <summary>The end that people were warned of.</summary>
    public DateTimeOffset? ToldExpiry { get; set; }

    public void Read(TradingRights rights, TimeSpan elapsed, DateTimeOffset at)
    {
        Rights = rights;
        ReadElapsed = elapsed;
        ReadAt = at;
        Failure = "";
    }

    public TradingRightStatus Status(DateTimeOffset at, TimeSpan elapsed, TimeSpan staleAfter) => Rights switch
    {
        null => TradingRightStatus.Unread,
        { MayTrade: false } => TradingRightStatus.Withdrawn,
        { ExpiresAt: { } end } when end <= at => TradingRightStatus.Expired,
        _ when elapsed - ReadElapsed > staleAfter => TradingRightStatus.Stale,
        _ => TradingRightStatus.Granted,
    };
}
