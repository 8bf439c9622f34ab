using System.Diagnostics;

namespace PropBot.Cli;

/// <summary>This very program, to be started once more: by its own executable, or by <c>dotnet</c> with its library.</summary>
internal static class OwnExecutable
{
    public static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("this process does not know its own executable");
        bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string library = Path.Combine(AppContext.BaseDirectory, "propbot.dll");
        return new ProcessStartInfo(host, isDotnet ? [library, .. arguments] : arguments) { UseShellExecute = false };
    }
}
