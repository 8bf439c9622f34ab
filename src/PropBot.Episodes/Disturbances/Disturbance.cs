using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>One way in which an episode can be disturbed, or commanded: how it is drawn and how it is carried out.</summary>
/// <param name="kind">Its name in schedules and in the table of what was drawn.</param>
internal abstract class Disturbance(string kind)
{
    public string Kind { get; } = kind;

    /// <summary>Puts as many of it into the schedule as this episode shall have.</summary>
    public abstract void Draw(ScheduleDraw draw);

    /// <summary>Its time has come. Faults of one message are carried out by the line and have no time.</summary>
    public virtual void Begin(EpisodeWorld world, ScheduleItem item)
    {
    }
}
