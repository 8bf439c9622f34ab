namespace PropBot.Episodes.Tests.Planted;

/// <summary>A mistake that somebody could make in the engine or in an adapter.</summary>
/// <param name="Rules">The promises that may be found broken by it; any of them proves that it was seen for what it is.</param>
public sealed record PlantedBug(string Name, IReadOnlyList<string> Rules, params IReadOnlyList<SourceEdit> Edits)
{
    public override string ToString() => Name;
}
