using System.Collections.Concurrent;
using System.Reflection;
using PropBot.SystemTests.Invariants;
using Xunit;
using Xunit.v3;

[assembly: InvariantsHold]

namespace PropBot.SystemTests.Invariants;

/// <summary>
/// What the ends of a test's bots and venues have brought to light. Kept until the test is over: a disposal that throws would take the place of the test's own
/// failure.
/// </summary>
internal static class TestFindings
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Found = new(StringComparer.Ordinal);

    private static string Current => TestContext.Current.Test?.UniqueID ?? "";

    public static void Add(string finding) => Found.GetOrAdd(Current, _ => new ConcurrentQueue<string>()).Enqueue(finding);

    /// <summary>Those of the test that runs, and forgets them.</summary>
    public static IReadOnlyList<string> Take() => Found.TryRemove(Current, out ConcurrentQueue<string>? findings) ? [.. findings] : [];
}

/// <summary>After every test of the assembly: what its bots have left keeps the promises (contract-ops.md, Appendix D, read 2026-11-30). Told beside the test's own failure.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class InvariantsHoldAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Assert.Empty(TestFindings.Take());
}
