namespace SreCopilot.EmbeddedShared;

/// <summary>The folder of the solution, above this program's output folder.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SreCopilot.sln")))
            {
                return folder.FullName;
            }
        }

        // Published away from the repository: relative folders then count from where it was started.
        return Environment.CurrentDirectory;
    }
}
