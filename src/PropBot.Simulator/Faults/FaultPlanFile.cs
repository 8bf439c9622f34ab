using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PropBot.Simulator.Faults;

/// <summary>
/// A plan in YAML or JSON: <c>seed</c> and <c>faults</c>, a list of rules. Read strictly: whatever is wrong is told at once, unknown keys
/// too.
/// </summary>
public static class FaultPlanFile
{
    private const int MostRules = 1_000;

    /// <exception cref="FaultPlanException">The text is not a plan; every problem is in it.</exception>
    public static FaultPlan Parse(string text)
    {
        var problems = new List<string>();
        var root = new StrictMapping(Load(text), "", problems);
        ulong seed = root.Whole("seed", 1);
        var rules = new List<FaultRule>();
        foreach (StrictMapping item in root.Items("faults"))
        {
            if (FaultRuleReader.Read(item) is { } rule)
            {
                rules.Add(rule);
            }
        }

        root.RefuseUnknown();
        if (rules.Count > MostRules)
        {
            problems.Add($"there are {rules.Count} faults: give at most {MostRules}");
        }

        return problems.Count == 0 ? new FaultPlan { Seed = seed, Rules = rules } : throw new FaultPlanException(problems);
    }

    /// <summary>One rule alone, as the control port takes it.</summary>
    /// <exception cref="FaultPlanException">The text is not a rule; every problem is in it.</exception>
    public static FaultRule ParseRule(string text)
    {
        var problems = new List<string>();
        FaultRule? rule = FaultRuleReader.Read(new StrictMapping(Load(text), "", problems));
        return problems.Count == 0 ? rule! : throw new FaultPlanException(problems);
    }

    internal static YamlMappingNode Load(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
            {
                return mapping;
            }
        }
        catch (YamlException broken)
        {
            throw new FaultPlanException([$"broken at line {broken.Start.Line}, column {broken.Start.Column}: {broken.InnerException?.Message ?? broken.Message}"]);
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up like this on some unclosed brackets.
            throw new FaultPlanException(["a bracket or a quote is not closed"]);
        }

        throw new FaultPlanException(["must be one mapping"]);
    }
}

/// <summary>A plan that cannot be used; every problem is in it, not only the first.</summary>
public sealed class FaultPlanException(IReadOnlyList<string> problems) : Exception(string.Join("; ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
