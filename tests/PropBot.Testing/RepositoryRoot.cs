namespace PropBot.Testing;

/// <summary>The folder of <c>PropBot.slnx</c>, found by walking up from the tests.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(global::System.IO.Path.Combine(folder.FullName, "PropBot.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no PropBot.slnx above {AppContext.BaseDirectory}");
    }
}
