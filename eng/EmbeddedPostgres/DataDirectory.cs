using System.Globalization;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>The files of the database: created at the first start, checked at each.</summary>
internal sealed partial class DataDirectory
{
    // The socket's file name must fit into 107 bytes with its folder.
    private const int LongestSocketFolder = 85;

    private DataDirectory(string path) => Path = path;

    public string Path { get; }

    public static async Task<DataDirectory> PrepareAsync(
        PostgresOptions options, PostgresBinaries binaries, ServerAccount account, ILogger log, CancellationToken cancellation)
    {
        var path = await ReachableAsync(options.DataDirectory, account, log, cancellation);
        try
        {
            var versionFile = System.IO.Path.Combine(path, "PG_VERSION");
            if (File.Exists(versionFile))
            {
                await CheckVersionAsync(path, versionFile, binaries, cancellation);
            }
            else
            {
                await CreateAsync(path, binaries, account, log, cancellation);
            }

            // Keeps owner and mode of the file that initdb made.
            await File.WriteAllTextAsync(System.IO.Path.Combine(path, "pg_hba.conf"), Superuser.AccessRules, cancellation);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedStoreException(
                $"The data directory {path} cannot be used by this user ({e.Message}) It may belong to another user, for example after a start as root: "
                + "remove it, give it to this user, or set POSTGRES_DATA_DIR to another folder.");
        }
        catch (IOException e)
        {
            throw new EmbeddedStoreException($"The data directory {path} cannot be used: {e.Message} Set POSTGRES_DATA_DIR to another folder.");
        }

        var directory = new DataDirectory(path);
        await directory.WaitForFormerServerAsync(cancellation);
        return directory;
    }

    /// <summary>A folder for the superuser's socket that only the server's account may enter: the data directory itself, unless its path is too long.</summary>
    public string SocketFolder(ServerAccount account)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Path) <= LongestSocketFolder)
        {
            return Path;
        }

        var folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        account.Own(folder);
        return folder;
    }

    private static async Task<string> ReachableAsync(string path, ServerAccount account, ILogger log, CancellationToken cancellation)
    {
        if (!account.IsSwitched || ReachableFolder.Obstacle(path) is not { } obstacle)
        {
            return path;
        }

        var replacement = await ReachableFolder.InsteadOfAsync(path, cancellation);
        LogReplaced(log, replacement, obstacle);
        return replacement;
    }

    private static async Task CheckVersionAsync(string path, string versionFile, PostgresBinaries binaries, CancellationToken cancellation)
    {
        var written = (await File.ReadAllTextAsync(versionFile, cancellation)).Trim();
        var running = await binaries.MajorVersionAsync(cancellation);
        if (written != running)
        {
            throw new EmbeddedStoreException(
                $"The data directory {path} was written by PostgreSQL {written}, but this is PostgreSQL {running}: remove the folder to start with "
                + $"an empty database, set POSTGRES_DATA_DIR to another one, or POSTGRES_BINARIES to a PostgreSQL {written} installation.");
        }
    }

    private static async Task CreateAsync(
        string path, PostgresBinaries binaries, ServerAccount account, ILogger log, CancellationToken cancellation)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new EmbeddedStoreException(
                $"The folder {path} is neither empty nor a PostgreSQL data directory: empty it or set POSTGRES_DATA_DIR to another one.");
        }

        LogCreating(log, path);
        // Made under another name first, so that an interrupted creation is never taken for a database.
        var partial = $"{path}.new";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        CreatePrivateFolder(partial);
        account.Own(partial);
        var (exitCode, output) = await ChildProcess.RunAsync(
            account.Command(
                binaries.InitDb,
                partial,
                $"--pgdata={partial}",
                $"--username={Superuser.Name}",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--auth-local=trust",
                "--auth-host=scram-sha-256",
                "--data-checksums",
                "--no-instructions"),
            cancellation);
        if (exitCode != 0)
        {
            throw new EmbeddedStoreException($"The database could not be created in {path}: {output}");
        }

        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }

        Directory.Move(partial, path);
    }

    private static void CreatePrivateFolder(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// postmaster.pid names the server that used the folder last. One that is still shutting down is awaited; a process id that by now
    /// belongs to something else (after a reboot, or in a container, where ids repeat) is cleared, since PostgreSQL would refuse to start.
    /// </summary>
    private async Task WaitForFormerServerAsync(CancellationToken cancellation)
    {
        var file = System.IO.Path.Combine(Path, "postmaster.pid");
        for (var attempt = 0; OperatingSystem.IsLinux() && File.Exists(file); attempt++)
        {
            var first = File.ReadLines(file).FirstOrDefault();
            if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || new DirectoryInfo($"/proc/{id}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName != Path)
            {
                File.Delete(file);
                return;
            }

            if (attempt == 100)
            {
                throw new EmbeddedStoreException(
                    $"The data directory {Path} is in use by another PostgreSQL server (process {id}): stop that one, or set POSTGRES_DATA_DIR to another folder.");
            }

            await Task.Delay(100, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Creating the database in {Path}...")]
    private static partial void LogCreating(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The database lives in {Path}: PostgreSQL runs as an unprivileged user, and {Obstacle} may only be entered by root.")]
    private static partial void LogReplaced(ILogger logger, string path, string obstacle);
}
