using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator;

/// <summary>How the simulator is served: where it listens, who may trade on it, how fast its market runs.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where accounts are kept; made when missing. One simulator at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The accounts that may sign in, one or more for every venue that shall be traded.</summary>
    public required IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; }

    /// <summary>
    /// Market seconds per real second, 0.01 to 100,000; default 1. 0: virtual time, which stands still and moves by
    /// <see cref="SimulatorHost.AdvanceAsync"/> alone.
    /// </summary>
    public double Speed { get; init; } = 1;

    /// <summary>Seed of everything that is drawn here (latency); shown on the status page.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the feed is, for people: <c>market model</c> or the recording's name.</summary>
    public string FeedDescription { get; init; } = "";

    /// <summary>Loopback port of each venue, 1 to 65535; a venue that is not named gets a free one.</summary>
    public IReadOnlyDictionary<VenueId, int> Ports { get; init; } = new Dictionary<VenueId, int>();

    /// <summary>Loopback port of the control endpoint; 0 takes a free one.</summary>
    public int ControlPort { get; init; }

    /// <summary>What must be in the header <c>X-Sim-Token</c> of a request that changes something, 8 to 200 characters; null: any text that is not empty.</summary>
    public string? ControlToken { get; init; }

    public LatencyOptions Latency { get; init; } = new();

    /// <summary>What shall go wrong; default nothing.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>
    /// Whether a venue refuses who asks too often, by its own limits, in real time; default true. False: everything is still counted and
    /// told in the headers, and nobody is refused.
    /// </summary>
    public bool HasRateLimits { get; init; } = true;

    /// <summary>Messages that may wait for one WebSocket client before it is cut off, 16 to 1,000,000; default 8192.</summary>
    public int SessionQueueLimit { get; init; } = WebSocketSession.DefaultQueueLimit;

    /// <summary>What is wrong, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            problems.Add("the simulator's data directory is empty: name a folder that can be written");
        }

        if (Speed != 0 && !(Speed >= SimulationClock.MinSpeed && Speed <= SimulationClock.MaxSpeed))
        {
            problems.Add($"speed is {Speed}: give a number from {SimulationClock.MinSpeed} to {SimulationClock.MaxSpeed}, or 0 for virtual time");
        }

        if (SessionQueueLimit is < 16 or > 1_000_000)
        {
            problems.Add($"the session queue limit is {SessionQueueLimit}: give a number from 16 to 1000000");
        }

        foreach ((VenueId venue, int port) in Ports)
        {
            AddPortProblem(problems, venue.ToString(), port);
        }

        AddPortProblem(problems, "the control endpoint", ControlPort);
        int[] fixedPorts = [.. Ports.Values.Append(ControlPort).Where(port => port != 0)];
        if (fixedPorts.Distinct().Count() != fixedPorts.Length)
        {
            problems.Add("two listeners of the simulator have the same port: give each its own, or 0 for a free one");
        }

        if (ControlToken is { Length: < 8 or > 200 })
        {
            problems.Add($"the control token has {ControlToken.Length} characters: give 8 to 200");
        }

        problems.AddRange(Latency.Validate());
        problems.AddRange(Faults.Validate());
        foreach (SimulatedAccountOptions account in Accounts)
        {
            problems.AddRange(account.Validate());
        }

        foreach (IGrouping<(VenueId, string), SimulatedAccountOptions> same in Accounts.GroupBy(a => (a.Venue, a.ApiKey)).Where(g => g.Count() > 1))
        {
            problems.Add($"{same.Key.Item1} has {same.Count()} accounts with one API key: give each account its own key");
        }

        return problems;
    }

    private static void AddPortProblem(List<string> problems, string owner, int port)
    {
        if (port is < 0 or > 65_535)
        {
            problems.Add($"the port of {owner} is {port}: give a number from 0 (any free one) to 65535");
        }
    }
}

/// <summary>An account at a simulated venue. The keys are made by whoever starts the simulator.</summary>
public sealed record SimulatedAccountOptions
{
    public required VenueId Venue { get; init; }

    /// <summary>Names the account, in the store too: a restart with the same key finds the same account.</summary>
    public required string ApiKey { get; init; }

    public required string ApiSecret { get; init; }

    /// <summary>OKX only.</summary>
    public string? Passphrase { get; init; }

    /// <summary>USDT that a new account starts with; one that exists keeps what it has.</summary>
    public decimal StartBalance { get; init; } = 100_000m;

    public IEnumerable<string> Validate()
    {
        if (!Venue.IsDefined)
        {
            yield return "a simulated account names no venue";
        }

        if (string.IsNullOrWhiteSpace(ApiKey) || string.IsNullOrWhiteSpace(ApiSecret))
        {
            yield return $"a simulated account of {Venue} has no API key or no secret";
        }

        if (Venue == VenueId.OkxPerp && string.IsNullOrEmpty(Passphrase))
        {
            yield return $"the simulated account of {Venue} has no passphrase: OKX signs in with three parts";
        }

        if (StartBalance is < 0m or > 1_000_000_000_000m)
        {
            yield return $"the start balance of {Venue} is {WireNumber.Format(StartBalance)}: give 0 to 1000000000000";
        }
    }

    /// <summary>Shows nothing of the secrets.</summary>
    public override string ToString() => $"{Venue} account";
}

/// <summary>How long a request is on its way to the matching, in market time.</summary>
public sealed record LatencyOptions
{
    /// <summary>For placing and cancelling, 0 to 60 s; default 2 ms.</summary>
    public TimeSpan Orders { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>For everything else that is asked, 0 to 60 s; default 0.</summary>
    public TimeSpan Queries { get; init; }

    /// <summary>Added to each of the two, drawn evenly from 0 to this, 0 to 60 s; default 1 ms.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(1);

    public IEnumerable<string> Validate()
    {
        (string Name, TimeSpan Value)[] all = [("orders", Orders), ("queries", Queries), ("jitter", Jitter)];
        return all.Where(one => one.Value < TimeSpan.Zero || one.Value > TimeSpan.FromSeconds(60))
            .Select(one => $"the simulated latency of {one.Name} is {one.Value.TotalMilliseconds} ms: give 0 to 60000 ms");
    }
}
