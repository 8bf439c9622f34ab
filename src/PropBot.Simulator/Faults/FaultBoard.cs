using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Faults;

/// <summary>All faults of all venues: those of the plan and those told since. Used on the loop only.</summary>
internal sealed class FaultBoard(ulong seed)
{
    private readonly List<Member> _members = [];
    private int _lastId;

    public ulong Seed { get; } = seed;

    public void Add(VenueFaults faults, VenueMatters matters, IReadOnlyList<InstrumentSetup> instruments) => _members.Add(new Member(
        faults, matters, [.. instruments.Select(setup => setup.Instrument.Id.Symbol)]));

    /// <summary>Begins to keep a rule.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="FaultPlanException">No venue here can be struck by it.</exception>
    public int Tell(FaultRule rule, DateTimeOffset now)
    {
        var problems = rule.Validate().ToList();
        Member[] struck = [.. _members.Where(member => CanStrike(member, rule))];
        if (problems.Count == 0 && struck.Length == 0)
        {
            problems.Add($"{FaultCatalogue.NameOf(rule.Kind)} strikes nothing: no simulated venue {rule.Venue} has it, or none has {rule.Instrument}");
        }

        if (problems.Count > 0)
        {
            throw new FaultPlanException(problems);
        }

        _lastId++;
        foreach (Member member in struck)
        {
            member.Faults.Add(new ActiveFault(_lastId, rule, member.Faults.Venue, now, Seed));
        }

        OnTime(now);
        return _lastId;
    }

    /// <returns>False when there is no such fault, or it was taken back before.</returns>
    public bool TakeBack(int id, DateTimeOffset now)
    {
        bool found = _members.Aggregate(false, (found, member) => member.Faults.TakeBack(id) | found);
        OnTime(now);
        return found;
    }

    public void OnTime(DateTimeOffset now)
    {
        foreach (Member member in _members)
        {
            if (!member.Faults.IsIdle)
            {
                member.Matters.OnTime(now);
            }
        }
    }

    public IReadOnlyList<FaultState> States(DateTimeOffset now) =>
        [.. _members.SelectMany(member => member.Faults.States(now)).OrderBy(state => state.Id).ThenBy(state => state.Venue)];

    /// <summary>How often each kind struck, all venues together.</summary>
    public IReadOnlyDictionary<FaultKind, long> Counts() => _members
        .SelectMany(member => member.Faults.Counts())
        .GroupBy(pair => pair.Key)
        .OrderBy(group => group.Key)
        .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));

    private static bool CanStrike(Member member, FaultRule rule) =>
        (rule.Venue is not { } venue || venue == member.Faults.Venue)
        && rule.Traits.IsKnownAt(member.Faults.Venue)
        && (rule.Instrument is not { } symbol || member.Symbols.Contains(symbol));

    private sealed record Member(VenueFaults Faults, VenueMatters Matters, IReadOnlyList<Symbol> Symbols);
}
