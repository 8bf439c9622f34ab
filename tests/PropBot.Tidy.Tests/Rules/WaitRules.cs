using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Tests wait for what happens, not for time to pass.</summary>
internal static class WaitRules
{
    private static readonly string[] Sleeps = ["Thread.Sleep", "Task.Delay", "Thread.SpinWait", "SpinWait.SpinUntil"];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (!source.File.IsUnder("tests"))
        {
            yield break;
        }

        foreach (var access in source.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            var name = access.ToString();
            if (Array.Exists(Sleeps, sleep => name == sleep || name.EndsWith("." + sleep, StringComparison.Ordinal)))
            {
                yield return source.At(access, $"tests do not sleep: {name}");
            }
        }
    }
}
