using FsCheck;
using FsCheck.Fluent;

namespace PropBot.Core.Tests.Properties;

/// <summary>Every property draws from a seed that is kept, so that a failure comes again.</summary>
internal static class Seeded
{
    public static Config Config(int tests = 300) => FsCheck.Config.QuickThrowOnFailure
        .WithReplay(20_251_010UL, 2_115UL)
        .WithMaxTest(tests)
        .WithEndSize(200);

    public static Gen<int[]> Numbers { get; } = Gen.Choose(0, 1_000_000).ArrayOf();

    public static void Holds<T>(Gen<T> generator, Action<T> check, int tests = 300) =>
        Prop.ForAll(generator.ToArbitrary(), check).Check(Config(tests));
}
