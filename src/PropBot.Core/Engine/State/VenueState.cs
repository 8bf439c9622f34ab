using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one venue.</summary>
internal sealed class VenueState(VenueId venue)
{
    public VenueId Venue { get; } = venue;

    public VenueLink Link { get; set; } = VenueLink.Down;

    public string LinkReason { get; set; } = "not connected yet";

    /// <summary>The venue's last statement.</summary>
    public AccountReport? Account { get; set; }

    /// <summary>The statement knows at least what had happened until then.</summary>
    public TimeSpan StatementElapsed { get; set; }

    /// <summary>When the account was last asked for; null before the first question.</summary>
    public TimeSpan? AccountAskedElapsed { get; set; }

    /// <summary>The difference that the last statement showed, in words; null when it agreed.</summary>
    public string? Difference { get; set; }

    /// <summary>Since when every statement has shown a difference.</summary>
    public TimeSpan DifferenceSince { get; set; }

    /// <summary>An order that has had no certain end for too long, in words; stops opening on this venue until it has one.</summary>
    public string? Unresolved { get; set; }

    /// <summary>A difference that stayed; stops opening on this venue until it is gone.</summary>
    public string? Case { get; set; }
}
