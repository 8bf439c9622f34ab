using System.Diagnostics;

namespace PropBot.Host.Drills;

/// <summary>The end that no code of this process sees: on Unix SIGKILL to itself, elsewhere what the system has of the kind.</summary>
internal static class SelfKill
{
    public static void Now()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal ends every thread on its way; none may do anything more until then.
        Thread.Sleep(Timeout.Infinite);
    }
}
