namespace PropBot.SystemTests.Crash;

/// <summary>
/// Which point comes next, from a seed: the instants and kinds that were killed at least often first, so that a few kills cover each of
/// them and many cover each pair of them. It learns the points from what the runs have passed, so a new kind comes in by itself.
/// </summary>
internal sealed class CrashSchedule(int seed)
{
    private const int OutsideEvery = 10;
    private const int MostLiveEvents = 12;
    private const int MostPassings = 4;
    private const int RunsToKnow = 3;
    private const int MostMisses = 2;
    private const int RunsToStrike = 3;
    private const int KillsForInstants = 40;

    /// <summary>A kind that was waited for in vain has its next turn so many kills later, twice as many after the second time, and so on.</summary>
    private const int KillsBetweenWaits = 6;

    /// <summary>What a desk passes once in its life, when it reads instruments and wallets for the first time: struck first or never.</summary>
    private static readonly string[] OnlyAtFirst = ["before_commit/RulesAccepted", "in_commit/EntryPosted.Transfer"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, int> _passed = Expected().ToDictionary(point => point, _ => 0, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _runsPast = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _killed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _missed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _missedKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _dueAgain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _struckKinds = new(StringComparer.Ordinal);
    private int _runs;
    private int _chosen;

    public IReadOnlyDictionary<string, int> Killed => _killed;

    /// <summary>Points that runs have passed and no kill has struck.</summary>
    public IReadOnlyList<string> Uncovered => [.. _passed.Where(p => p.Value > 0 && !_killed.ContainsKey(p.Key)).Select(p => p.Key).Order(StringComparer.Ordinal)];

    /// <summary>Points of every campaign that no run has come to.</summary>
    public IReadOnlyList<string> NeverPassed => [.. _passed.Where(p => p.Value == 0).Select(p => p.Key).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Kinds of what is committed, sent or answered that no kill has struck at any instant, however often runs passed them. What came
    /// in one run or two may have come after that run's kill was due.
    /// </summary>
    public IReadOnlyList<string> UncoveredKinds =>
    [
        .. Uncovered.Where(p => _runsPast[p] >= RunsToStrike).Select(KindOf).Distinct().Where(kind => !_struckKinds.Contains(kind)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Where and how often a kind was passed, for whoever has to find out why it was never struck.</summary>
    public string PassingsOf(string kind) =>
        string.Join(", ", _runsPast.Where(p => KindOf(p.Key) == kind).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} in {p.Value} of {_runs} runs"))
        + $", waited for {Of(_missedKind, kind)} times in vain";

    /// <param name="isHolding">Pairs are open: a settlement can be had by putting the market forward.</param>
    public CrashTarget Next(bool isHolding)
    {
        _chosen++;
        if (_chosen <= OnlyAtFirst.Length)
        {
            return new CrashTarget(OnlyAtFirst[_chosen - 1], 1);
        }

        if (_chosen % OutsideEvery == 1)
        {
            return new CrashTarget(null, 1 + _random.Next(MostLiveEvents));
        }

        List<string> points = [.. _passed.Keys.Where(p => (isHolding || !p.EndsWith(CrashTarget.Funding, StringComparison.Ordinal)) && !IsGivenUp(p))];
        if (OfWantedKind(points) is { } wanted)
        {
            return new CrashTarget(wanted, 1) { OrElse = Joined(Unstruck(wanted)) };
        }

        string point = points
            .OrderBy(p => Of(_killed, p) + (2 * Of(_missed, p)) + (IsRare(p) ? 1 : 0))
            .ThenBy(p => _killed.Where(k => KindOf(k.Key) == KindOf(p)).Sum(k => k.Value) + _killed.Where(k => InstantOf(k.Key) == InstantOf(p)).Sum(k => k.Value))
            .ThenBy(p => StableHash(p))
            .First();
        int usual = _runs == 0 ? 1 : _passed[point] / (2 * _runs);
        return new CrashTarget(point, 1 + _random.Next(Math.Clamp(usual, 1, MostPassings))) { OrElse = SeldomAndSpared(point) };
    }

    /// <summary>What a run passed before its end.</summary>
    public void Passed(IEnumerable<string> points)
    {
        _runs++;
        var ofThisRun = new HashSet<string>(StringComparer.Ordinal);
        foreach (string point in points)
        {
            _passed[point] = Of(_passed, point) + 1;
            if (ofThisRun.Add(point))
            {
                Count(_runsPast, point);
            }
        }
    }

    public void Struck(CrashTarget target)
    {
        Count(_killed, target.Point ?? $"{CrashTarget.Outside}/any");
        _struckKinds.Add(target.Kind);
    }

    /// <summary>The run was ended otherwise: it did not come to the point in its time.</summary>
    public void Missed(CrashTarget target)
    {
        Count(_missed, target.Point!);
        Count(_missedKind, target.Kind);
        _dueAgain[target.Kind] = _chosen + (KillsBetweenWaits * _missedKind[target.Kind]);
    }

    /// <summary>Known before the first run: what every run passes, and what only a provoked one does.</summary>
    private static IEnumerable<string> Expected()
    {
        string[] commits =
        [
            "OrderChanged.Intended.Open", "OrderChanged.Intended.Close", "OrderChanged.Intended.Hedge", "OrderChanged.Intended.Unwind",
            "OrderChanged.Acknowledged", "OrderChanged.Filled", "OrderChanged.Unknown", "OrderChanged.NeverReached", "OrderChanged.Rejected",
            "FillBooked.Open", "FillBooked.Close", "FillBooked.Hedge", "FillBooked.Unwind", "ForcedFillBooked", "EntryPosted.Trade", "EntryPosted.Funding",
            "PairChanged.Opening", "PairChanged.Open", "PairChanged.Partial", "PairChanged.Closing", "PairChanged.Closed", "PairChanged.Aborted",
            "ControlChanged.Hold", "ControlChanged.Run", "Journaled.restart.resume", "Journaled.shutdown", "EquitySampled",
        ];
        string[] sends = ["PlaceOrder.Open", "PlaceOrder.Close", "PlaceOrder.Hedge", "PlaceOrder.Unwind", "QueryOrder", "QueryFills", "QueryAccount"];
        string[] answers =
        [
            "PlaceOrder.Open.Accepted", "PlaceOrder.Open.Refused", "PlaceOrder.Open.Unknown", "PlaceOrder.Close.Accepted", "PlaceOrder.Hedge.Accepted",
            "PlaceOrder.Unwind.Accepted", "QueryOrder.OrderReported", "QueryOrder.OrderNotFound", "QueryFills.FillReported", "QueryAccount.AccountReported",
        ];
        return
        [
            .. commits.SelectMany(kind => new[] { $"before_commit/{kind}", $"in_commit/{kind}", $"committed/{kind}" }),
            .. sends.SelectMany(kind => new[] { $"handed_over/{kind}", $"on_wire/{kind}" }),
            "between_sends/PlaceOrder.Open", "between_sends/PlaceOrder.Close", "between_sends/QueryOrder",
            .. answers.Select(kind => $"answered/{kind}"),
            "start/ledger", "start/recovered", "start/surface", "start/engine", "start/adapters",
            "shutdown/asked", "shutdown/told", "shutdown/farewell", "shutdown/engine", "shutdown/surface",
        ];
    }

    /// <summary>
    /// Once the instants have had their kills, a kind that had none at any of them goes before all others, where most runs pass it.
    /// </summary>
    private string? OfWantedKind(IEnumerable<string> points) => _chosen <= KillsForInstants ? null : points
        .Where(p => !_struckKinds.Contains(KindOf(p)) && _dueAgain.GetValueOrDefault(KindOf(p)) <= _chosen)
        .OrderBy(p => Of(_missedKind, KindOf(p)))
        .ThenByDescending(p => Of(_runsPast, p))
        .ThenBy(StableHash)
        .FirstOrDefault();

    /// <summary>
    /// Points that a run seldom comes to are not waited for one by one: whichever of them comes first has its kill. Later in a campaign
    /// that goes for every run where a kind has had no kill at all, however many runs pass it.
    /// </summary>
    private string SeldomAndSpared(string chosen)
    {
        IEnumerable<string> rare = IsRare(chosen) ? _passed.Keys.Where(p => p != chosen && IsRare(p) && !_killed.ContainsKey(p)) : [];
        return Joined(_chosen > KillsForInstants ? rare.Union(Unstruck(chosen)) : rare);
    }

    /// <summary>The other points of kinds that runs have passed and no kill has struck anywhere; a run that is made to come to its own point is left alone.</summary>
    private IEnumerable<string> Unstruck(string chosen) => new CrashTarget(chosen, 1).IsProvoked ? [] : _runsPast.Keys
        .Where(p => p != chosen && !_struckKinds.Contains(KindOf(p)) && !new CrashTarget(p, 1).IsProvoked);

    private static string Joined(IEnumerable<string> points) => string.Join(',', points.Order(StringComparer.Ordinal).Select(p => $"{p}:1"));

    /// <summary>Fewer than half of the runs pass it: it is waited for when those that every run passes have had their kill.</summary>
    private bool IsRare(string point) => _runs >= RunsToKnow && 2 * Of(_runsPast, point) < _runs && !new CrashTarget(point, 1).IsProvoked;

    /// <summary>No run has come to its kind, however often one was waited for.</summary>
    private bool IsGivenUp(string point) => Of(_missedKind, KindOf(point)) >= MostMisses && !_runsPast.ContainsKey(point);

    private static string InstantOf(string point) => point[..point.IndexOf('/', StringComparison.Ordinal)];

    private static string KindOf(string point) => point[(point.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static int Of(Dictionary<string, int> counts, string point) => counts.GetValueOrDefault(point);

    private static void Count(Dictionary<string, int> counts, string point) => counts[point] = Of(counts, point) + 1;

    /// <summary>FNV-1a with the seed: another order for every seed, the same for the same.</summary>
    private uint StableHash(string text)
    {
        uint hash = 2_166_136_261u ^ unchecked((uint)seed * 2_654_435_761u);
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16_777_619u);
        }

        return hash;
    }
}
