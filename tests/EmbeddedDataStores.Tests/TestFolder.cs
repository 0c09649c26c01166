namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>Temporary folders, removed when the tests have ended.</summary>
internal static class TestFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Enterable = Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string Root = CreateRoot();

    private static int _count;

    /// <summary>A folder that every user may enter, as a checkout usually is, unless it is to be closed.</summary>
    public static string New(bool onlyForOwner = false)
    {
        var folder = Path.Combine(Root, $"{Interlocked.Increment(ref _count)}");
        return Directory.CreateDirectory(folder, onlyForOwner ? Owner : Enterable).FullName;
    }

    private static string CreateRoot()
    {
        var root = Directory.CreateTempSubdirectory("embedded-").FullName;
        File.SetUnixFileMode(root, Enterable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
