using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PropBot.Core;

namespace PropBot.Episodes.Checks;

/// <summary>A promise of the desk, asserted by somebody who sees it from outside.</summary>
public static class Promise
{
    /// <param name="rule">Its short name, the same for every way of breaking it: <c>sent_twice</c>.</param>
    /// <exception cref="PromiseBrokenException">It is broken.</exception>
    public static void Kept(
        [DoesNotReturnIf(false)] bool condition, string rule,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref PromiseText otherwise)
    {
        if (!condition)
        {
            throw new PromiseBrokenException(rule, otherwise.ToStringAndClear());
        }
    }
}

/// <summary>The desk did what it promises never to do.</summary>
public sealed class PromiseBrokenException(string rule, string detail) : Exception($"{rule}: {detail}")
{
    public string Rule { get; } = rule;
}
