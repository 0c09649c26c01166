namespace SreCopilot.Gateway.Spa;

/// <summary>Where the built user interface is.</summary>
internal sealed class SpaOptions
{
    /// <summary>The folder that holds <c>index.html</c>. Setting <c>Spa:Path</c> (environment variable <c>Spa__Path</c>);
    /// default <c>wwwroot</c> beside the program or, when a working copy is run, its <c>frontend/dist</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether a new build is seen while the program runs. True in development and in a working copy.</summary>
    public bool Reload { get; set; }

    public static string BesideProgram => System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static string? FindWorkingCopy()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "SreCopilot.Gateway")))
            {
                return System.IO.Path.Combine(folder.FullName, "frontend", "dist");
            }
        }

        return null;
    }
}
