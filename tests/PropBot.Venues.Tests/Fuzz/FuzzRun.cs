using System.Globalization;
using System.Text;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>
/// Runs a reader over mutated messages, one per seed. A few seeds in the everyday run; <c>make fuzz SEEDS=n FIRST_SEED=k</c> for more. A
/// failure names its seed, with which the same message comes again.
/// </summary>
internal static class FuzzRun
{
    private const int EverydaySeeds = 800;
    private const int SeedsPerSequence = 50;
    private const int BytesShown = 3_000;

    private static readonly int Seeds = Setting("PROPBOT_FUZZ_SEEDS", EverydaySeeds);
    private static readonly int FirstSeed = Setting("PROPBOT_FUZZ_FIRST_SEED", 1);

    /// <param name="corpus">Recorded messages.</param>
    /// <param name="accepts">
    /// Reads the message and compares with a slow reading; false when the reader refused it as malformed. Anything it throws fails.
    /// </param>
    public static void Over(IReadOnlyList<byte[]> corpus, Func<byte[], bool> accepts)
    {
        Assert.NotEmpty(corpus);
        foreach (byte[] message in corpus)
        {
            Check(0, message, m => Assert.True(accepts(m), "the message as recorded is refused"));
        }

        int accepted = 0;
        for (int i = 0; i < Seeds; i++)
        {
            int seed = checked(FirstSeed + i);
            byte[] message = Mutation.Of(corpus[seed % corpus.Count], new Random(seed));
            Check(seed, message, m => accepted += accepts(m) ? 1 : 0);
        }

        // A reader that refuses everything would never be wrong.
        Assert.True(accepted > Seeds / 50, $"only {accepted} of {Seeds} mutated messages were accepted");
    }

    /// <summary>For readers with a memory: one seed is one sequence of messages.</summary>
    /// <param name="run">Given a source of randomness; throws when something is wrong.</param>
    public static void Sequences(Action<Random> run)
    {
        for (int i = 0; i < Math.Max(1, Seeds / SeedsPerSequence); i++)
        {
            int seed = checked(FirstSeed + i);
            Check(seed, [], _ => run(new Random(seed)));
        }
    }

    private static void Check(int seed, byte[] message, Action<byte[]> check)
    {
        try
        {
            check(message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string shown = Encoding.UTF8.GetString(message[..Math.Min(message.Length, BytesShown)]);
            Assert.Fail(
                $"seed {seed} (make fuzz SEEDS=1 FIRST_SEED={seed}): {failure.GetType().Name}: {failure.Message}\n{message.Length} bytes: {shown}\n{failure.StackTrace}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
