namespace PropBot.Core.Engine.State;

/// <summary>What happened in half a minute, or in several of them together.</summary>
internal sealed class SloSlice(int venues)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>Which half minute of the process.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>Quote units times seconds.</summary>
    public decimal Naked { get; set; }

    public int OrdersRefused { get; set; }

    public int Cancels { get; set; }

    public int CancelsFailed { get; set; }

    /// <summary>From an order being handed out to its answer; its count is that of the answered orders.</summary>
    public Distribution OrderCycles { get; } = new();

    /// <summary>Between two states of a venue's books, by the venue's place.</summary>
    public IReadOnlyList<Distribution> Gaps { get; } = [.. Enumerable.Range(0, venues).Select(_ => new Distribution())];

    public static long NumberAt(TimeSpan elapsed) => elapsed.Ticks / Length.Ticks;

    public void Begin(long number)
    {
        Number = number;
        Naked = 0m;
        OrdersRefused = 0;
        Cancels = 0;
        CancelsFailed = 0;
        OrderCycles.Clear();
        foreach (Distribution gaps in Gaps)
        {
            gaps.Clear();
        }
    }

    public void Add(SloSlice other)
    {
        Naked += other.Naked;
        OrdersRefused += other.OrdersRefused;
        Cancels += other.Cancels;
        CancelsFailed += other.CancelsFailed;
        OrderCycles.Add(other.OrderCycles);
        for (int i = 0; i < Gaps.Count; i++)
        {
            Gaps[i].Add(other.Gaps[i]);
        }
    }
}
