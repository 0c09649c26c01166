namespace SreCopilot.Gateway.Spa;

/// <summary>Where the built user interface is.</summary>
internal sealed class SpaOptions
{
    /// <summary>The folder that holds <c>index.html</c>. Setting <c>Spa:Path</c> (environment variable <c>Spa__Path</c>);
    /// default <c>wwwroot</c> beside the program and, in development, <c>frontend/dist</c> of the working copy.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether the folder is watched for a new build. True in development.</summary>
    public bool Reload { get; set; }

    public static string DefaultPath(bool development)
    {
        var besideProgram = System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return development && !Directory.Exists(besideProgram) ? FindWorkingCopy() ?? besideProgram : besideProgram;
    }

    private static string? FindWorkingCopy()
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
