using System.CommandLine;
using PropBot.Cli;

var root = new RootCommand("PropBot keeps delta-neutral positions in crypto perpetual futures across venues.")
{
    RunCommand.Create(),
    SimCommand.Create(),
    BacktestVerb.Create(),
};
ParseResult parsed = root.Parse(args);
// Ctrl+C ends a run in good order; the process may take as long as orders that are on their way need.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
