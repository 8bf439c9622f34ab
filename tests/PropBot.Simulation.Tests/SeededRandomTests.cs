namespace PropBot.Simulation.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void Numbers_AreThoseOfTheReference()
    {
        // Reference implementation of xoshiro256** from the state 1, 2, 3, 4.
        var random = new SeededRandom(0) { State = new RandomState(1, 2, 3, 4) };

        Assert.Equal(
            [11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL, 607988272756665600UL],
            Enumerable.Range(0, 6).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void State_PutBack_GoesOnTheSame()
    {
        var random = new SeededRandom(42, "test");
        random.NextNormal();
        RandomState state = random.State;
        double expected = random.NextStudent(4.0);

        Assert.Equal(expected, new SeededRandom(1) { State = state }.NextStudent(4.0));
    }

    [Fact]
    public void Purposes_GiveDifferentStreams() =>
        Assert.NotEqual(new SeededRandom(42, "a").NextUInt64(), new SeededRandom(42, "b").NextUInt64());

    [Fact]
    public void Distributions_HaveTheirMoments()
    {
        const int Count = 200_000;
        var random = new SeededRandom(7);
        var normal = Enumerable.Range(0, Count).Select(_ => random.NextNormal()).ToList();
        var student = Enumerable.Range(0, Count).Select(_ => random.NextStudent(6.0)).ToList();
        var uniform = Enumerable.Range(0, Count).Select(_ => random.NextDouble()).ToList();

        Assert.InRange(normal.Average(), -0.01, 0.01);
        Assert.InRange(normal.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(normal.Average(x => x * x * x * x), 2.9, 3.1);
        Assert.InRange(student.Average(x => x * x), 0.97, 1.03);
        Assert.InRange(student.Average(x => x * x * x * x), 4.5, 8.0); // 3 + 6 / (6 - 4) = 6
        Assert.InRange(uniform.Average(), 0.498, 0.502);
        Assert.InRange(Enumerable.Range(0, Count).Average(_ => random.NextExponential(3.0)), 2.95, 3.05);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.InRange(random.NextInt(5), 0, 4));
    }
}
