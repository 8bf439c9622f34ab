using System.Reflection;

namespace PropBot.Host.Surface;

public static class PropBotVersion
{
    /// <summary>The assembly's informational version: release number and, where the build knew it, the commit.</summary>
    public static string Text { get; } =
        typeof(PropBotVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
