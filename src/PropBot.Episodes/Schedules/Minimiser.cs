namespace PropBot.Episodes.Schedules;

/// <summary>
/// Makes a schedule that breaks a promise as short as it goes: leaves out ever smaller parts as long as the same promise is still
/// broken (delta debugging: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
/// </summary>
internal static class Minimiser
{
    /// <summary>Runs until it is given up; what is left then is still a schedule that breaks the promise.</summary>
    private const int MostRuns = 3_000;

    /// <param name="isStillBroken">Whether a schedule breaks the same promise.</param>
    public static EpisodeSchedule Minimise(EpisodeSchedule schedule, Func<EpisodeSchedule, bool> isStillBroken)
    {
        IReadOnlyList<ScheduleItem> items = schedule.Items;
        int runs = 0;
        int parts = 2;
        while (items.Count > 0 && runs < MostRuns)
        {
            int size = (items.Count + parts - 1) / parts;
            IReadOnlyList<ScheduleItem>? shorter = null;
            for (int from = 0; from < items.Count && shorter is null && runs < MostRuns; from += size)
            {
                IReadOnlyList<ScheduleItem> rest = [.. items.Take(from), .. items.Skip(from + size)];
                runs++;
                shorter = isStillBroken(schedule with { Items = rest }) ? rest : null;
            }

            if (shorter is not null)
            {
                items = shorter;
                parts = Math.Max(2, parts - 1);
            }
            else if (size == 1)
            {
                break;
            }
            else
            {
                parts = Math.Min(items.Count, parts * 2);
            }
        }

        return schedule with { Items = items };
    }
}
