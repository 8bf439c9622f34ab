using BenchmarkDotNet.Running;
using PropBot.Benchmarks;

if (args is ["--processor-time"])
{
    ProcessorTime.Print();
    return;
}

// In this process: otherwise each run builds a project of its own first, and gives up after two minutes on a busy machine.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"]);
