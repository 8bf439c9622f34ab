namespace PropBot.Core.Values;

/// <summary>Our id of an approval: 32 lower-case hexadecimal digits, made by the shell that takes the request.</summary>
public readonly record struct ApprovalId
{
    public const int Length = 32;

    public ApprovalId(string value) =>
        Value = IsId(value) ? value : throw new ArgumentException($"'{value}' is not {Length} lower-case hexadecimal digits", nameof(value));

    public string Value { get; }

    /// <summary>False for text that cannot be an id.</summary>
    public static bool IsId(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);

    public override string ToString() => Value ?? "";
}
