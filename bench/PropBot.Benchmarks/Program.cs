using BenchmarkDotNet.Running;

// In this process: otherwise each run builds a project of its own first, and gives up after two minutes on a busy machine.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"]);
