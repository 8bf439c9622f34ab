using System.CommandLine;

return await new RootCommand("PropBot keeps delta-neutral positions in crypto perpetual futures across venues.")
    .Parse(args)
    .InvokeAsync();
