using System.Diagnostics;
using Npgsql;

namespace SreCopilot.PostgresFixture;

/// <summary>The postgres program and its data folder. PostgreSQL refuses to run as root, so root hands it to another user.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly string Binaries = FindBinaries();
    private static readonly string? UnprivilegedUser = Environment.UserName != "root" ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private readonly string _folder;
    private readonly int _port;
    private Process? _process;

    private PostgresProcess(string folder, int port) => (_folder, _port) = (folder, port);

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PostgresProcess> CreateAsync(string superuser, string password, int port)
    {
        var created = new PostgresProcess(Directory.CreateTempSubdirectory("srecopilot-test-postgres-").FullName, port);
        var passwordFile = Path.Combine(created._folder, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        if (UnprivilegedUser is { } user)
        {
            await RunAsync(Start("chown", "-R", user, created._folder));
        }

        await RunAsync(Start(Path.Combine(Binaries, "initdb"), "-D", created.Data, "-U", superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"));
        return created;
    }

    public async Task StartAsync(string connectionString)
    {
        if (_process is { HasExited: false })
        {
            return;
        }

        _process = Start(Path.Combine(Binaries, "postgres"), "-D", Data, "-p", $"{_port}", "-h", "127.0.0.1", "-k", "",
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "shared_buffers=32MB");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
                await connection.OpenAsync(deadline.Token);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Delay(50, deadline.Token);
            }
        }
    }

    public async Task StopAsync()
    {
        if (_process is { HasExited: false } running)
        {
            // SIGINT is PostgreSQL's "fast shutdown". Setpriv replaced itself by postgres, so this is postgres' own id.
            using var kill = Process.Start("kill", ["-INT", $"{running.Id}"]);
            await running.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        if (UnprivilegedUser is { } user && program != "chown")
        {
            start.FileName = "setpriv";
            foreach (var argument in new[] { "--reuid", user, "--clear-groups", program })
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static async Task RunAsync(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} failed: {await output}{errors}");
            }
        }
    }

    private static string FindBinaries()
    {
        if (Environment.GetEnvironmentVariable("POSTGRES_BINARIES") is { Length: > 0 } configured)
        {
            return Path.Combine(configured, "bin");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tools = Path.Combine(folder.FullName, ".tools", "postgres");
            if (Directory.Exists(tools) && Directory.EnumerateFiles(tools, "initdb", SearchOption.AllDirectories).FirstOrDefault() is { } found)
            {
                return Path.GetDirectoryName(found)!;
            }
        }

        throw new InvalidOperationException("The PostgreSQL binaries are not installed: run eng/setup.sh, or set POSTGRES_BINARIES to the folder that holds bin/postgres.");
    }
}
