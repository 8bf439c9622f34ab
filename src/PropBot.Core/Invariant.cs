using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PropBot.Core;

/// <summary>A promise of the code about itself. Checked in production too: a broken one halts the engine.</summary>
public static class Invariant
{
    /// <exception cref="InvariantViolation">The promise is broken.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string promise)
    {
        if (!condition)
        {
            throw new InvariantViolation(promise);
        }
    }

    /// <summary>The same for words with numbers in them: they are put together only when the promise is broken.</summary>
    /// <exception cref="InvariantViolation">The promise is broken.</exception>
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref PromiseText promise)
    {
        if (!condition)
        {
            throw new InvariantViolation(promise.ToStringAndClear());
        }
    }
}

/// <summary>The engine found itself wrong. It must not go on; a restart recovers from the ledger.</summary>
public sealed class InvariantViolation(string promise) : Exception($"broken invariant: {promise}");
