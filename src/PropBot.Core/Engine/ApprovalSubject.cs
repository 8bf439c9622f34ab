namespace PropBot.Core.Engine;

/// <summary>What a request is about beside its action; nothing where the action says it all.</summary>
/// <param name="Abandons">What is given up, with <see cref="ApprovalAction.AbandonSweep"/>.</param>
/// <param name="Releases">What is released, with an unfreeze, whose budget begins anew, and what is switched on again.</param>
/// <param name="Raises">Which limit is made looser and to what, with <see cref="ApprovalAction.RaiseLimit"/>.</param>
/// <param name="Applies">Which configuration is to count, with <see cref="ApprovalAction.ApplyConfig"/>.</param>
public readonly record struct ApprovalSubject(SweepVenueRef? Abandons, ControlScope? Releases, LimitChange? Raises, ConfigVersion? Applies)
{
    /// <summary>In a few words for people; empty where it is about nothing beside its action.</summary>
    public override string ToString() => Releases is { } scope ? scope.ToString()
        : Raises is { } raise ? raise.ToString()
        : Applies is { } config ? $"version {config.Version}"
        : Abandons is { } abandons ? $"{abandons.Sweep} on {abandons.Venue}"
        : "";
}
