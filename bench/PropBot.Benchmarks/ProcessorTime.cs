namespace PropBot.Benchmarks;

/// <summary>
/// <see cref="BytesToBook"/> by the processor time that this process used, which a machine's other work does not count into: for shared
/// machines. The two readings take turns, and of each the best turn counts.
/// </summary>
internal static class ProcessorTime
{
    private const int Turns = 30;
    private const int LeastMessages = 20_000;

    public static void Print()
    {
        Console.WriteLine("| Venue | messages | ours, messages/s | ours, bytes each | System.Text.Json, messages/s | its bytes each | times faster |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: |");
        foreach (string venue in new[] { "Binance", "OKX", "Bybit" })
        {
            BytesToBook book = new() { Venue = venue };
            book.Setup();
            int runs = (LeastMessages / book.Messages.Count) + 1;
            (double ours, double oursBytes) = (double.MaxValue, 0);
            (double theirs, double theirsBytes) = (double.MaxValue, 0);
            for (int turn = 0; turn < Turns; turn++)
            {
                (double seconds, oursBytes) = Measure(book.BytesToEngine, runs);
                ours = Math.Min(ours, seconds);
                (seconds, theirsBytes) = Measure(book.Deserialise, runs);
                theirs = Math.Min(theirs, seconds);
            }

            int messages = runs * book.Messages.Count;
            Console.WriteLine(
                $"| {venue} | {book.Messages.Count} | {messages / ours:N0} | {oursBytes / messages:N0} | {messages / theirs:N0} | {theirsBytes / messages:N0} | {theirs / ours:0.00} |");
        }
    }

    private static (double Seconds, double Bytes) Measure(Func<int> run, int runs)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < runs; i++)
        {
            _ = run();
        }

        return ((Environment.CpuUsage.TotalTime - before).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
