using System.Reflection;
using System.Runtime.Loader;

namespace PropBot.Episodes.Tests.Planted;

/// <summary>Episodes with projects compiled from changed sources: every assembly of the product is loaded anew around them.</summary>
internal sealed class MutantRun : IDisposable
{
    private readonly MutantContext _context;
    private readonly MethodInfo _draw;
    private readonly MethodInfo _run;

    public MutantRun(IReadOnlyDictionary<string, byte[]> changed)
    {
        _context = new MutantContext(changed);
        Assembly episodes = _context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "PropBot.Episodes.dll"));
        Type episode = episodes.GetType("PropBot.Episodes.Episode", throwOnError: true)!;
        _draw = episode.GetMethod(nameof(Episode.Draw))!;
        _run = episode.GetMethods().Single(m => m.Name == nameof(Episode.Run) && m.GetParameters().Length == 1);
    }

    /// <summary>The first seed that breaks a promise, with who found it; null when none of them does.</summary>
    public (ulong Seed, string Rule, string FoundBy, string Detail)? FirstViolation(ulong firstSeed, int seeds)
    {
        for (ulong seed = firstSeed; seed < firstSeed + (ulong)seeds; seed++)
        {
            object result = _run.Invoke(null, [_draw.Invoke(null, [seed])])!;
            if (Read(result, nameof(EpisodeResult.Violation)) is { } violation)
            {
                return (seed, Text(violation, nameof(Violation.Rule)), Text(violation, nameof(Violation.FoundBy)), Text(violation, nameof(Violation.Detail)));
            }
        }

        return null;
    }

    public void Dispose() => _context.Unload();

    // By name: to this process the mutant's types are other types.
    private static object? Read(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from);

    private static string Text(object from, string property) => Read(from, property)!.ToString()!;

    private sealed class MutantContext(IReadOnlyDictionary<string, byte[]> changed) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (changed.TryGetValue(name.Name!, out byte[]? compiled))
            {
                using var image = new MemoryStream(compiled);
                return LoadFromStream(image);
            }

            return name.Name!.StartsWith("PropBot.", StringComparison.Ordinal)
                ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{name.Name}.dll"))
                : null;
        }
    }
}
