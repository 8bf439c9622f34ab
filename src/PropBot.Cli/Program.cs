using System.CommandLine;
using PropBot.Cli;
using PropBot.Cli.Acceptance;

var root = new RootCommand("PropBot keeps delta-neutral positions in crypto perpetual futures across venues.")
{
    RunCommand.Create(),
    SimCommand.Create(),
    BacktestVerb.Create(),
    SimulateVerb.Create(),
    AcceptanceVerb.Create(),
    SelfCheckVerb.Create(),
    LedgerCheckVerb.Create(),
};
foreach (Command verb in SweepVerbs.Create().Concat(OperatorVerbs.Create()))
{
    root.Subcommands.Add(verb);
}

// Ctrl+C ends a run in good order; that takes as long as orders that are on their way need.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
