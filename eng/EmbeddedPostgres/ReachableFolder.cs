using System.Security.Cryptography;
using System.Text;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>
/// Folders that the server's account can enter. A repository under a home that only root may enter (mode 0700) is closed to
/// the unprivileged user that runs the server; what the server needs then lives under <c>/var/tmp</c>, keyed by the path it replaces.
/// </summary>
internal static class ReachableFolder
{
    private const UnixFileMode Enterable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The first folder on the way to <paramref name="path"/> that other users cannot enter; null when there is none.</summary>
    public static string? Obstacle(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder) && !File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>The stand-in for <paramref name="path"/>; its parent exists afterwards and belongs to root.</summary>
    public static async Task<string> InsteadOfAsync(string path, CancellationToken cancellation)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        var folder = $"/var/tmp/srecopilot-{key}";
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, Enterable);
        }

        // Everybody may create names under /var/tmp: one that is not root's own folder may be a trap.
        if (new DirectoryInfo(folder).LinkTarget is not null || await ServerAccount.OwnerAsync(folder, cancellation) is not { User: 0 })
        {
            throw new EmbeddedStoreException($"{folder} was not created by root: remove it and start again.");
        }

        return Path.Combine(folder, Path.GetFileName(path));
    }
}
