using System.Runtime.CompilerServices;

namespace PropBot.Core;

/// <summary>What <see cref="Invariant"/> says of a broken promise; the compiler fills it, and only when it is broken.</summary>
[InterpolatedStringHandler]
public ref struct PromiseText
{
    private DefaultInterpolatedStringHandler _text;

    public PromiseText(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public string ToStringAndClear() => _text.ToStringAndClear();
}
