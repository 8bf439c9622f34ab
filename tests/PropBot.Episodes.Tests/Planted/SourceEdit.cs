namespace PropBot.Episodes.Tests.Planted;

/// <summary>A change of one place in the product's source.</summary>
/// <param name="File">Under <c>src</c> and the project.</param>
/// <param name="Before">Stands there exactly once; when it does not any more, the bug has to be planted anew.</param>
public sealed record SourceEdit(string File, string Before, string After, string Project = SourceEdit.Engine)
{
    public const string Engine = "PropBot.Core";
    public const string Binance = "PropBot.Venues.Binance";
    public const string Okx = "PropBot.Venues.Okx";
    public const string Bybit = "PropBot.Venues.Bybit";
}
