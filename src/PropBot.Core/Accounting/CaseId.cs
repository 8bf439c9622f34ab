using System.Globalization;

namespace PropBot.Core.Accounting;

/// <summary>Our number of a reconciliation case, counted from 1 per ledger; written <c>C000001</c>.</summary>
public readonly record struct CaseId(long Number) : IComparable<CaseId>
{
    private const char Letter = 'C';

    public int CompareTo(CaseId other) => Number.CompareTo(other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Letter}{Number:D6}");

    /// <summary>Reads <c>C000001</c>, <c>c1</c> or <c>1</c>.</summary>
    public static bool TryParse(string? text, out CaseId id)
    {
        string digits = text is { Length: > 0 } && char.ToUpperInvariant(text[0]) == Letter ? text[1..] : text ?? "";
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0;
        id = isNumber ? new CaseId(number) : default;
        return isNumber;
    }
}
