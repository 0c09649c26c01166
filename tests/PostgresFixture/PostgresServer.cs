using System.Security.Cryptography;
using Npgsql;
using SreCopilot.Tests;

namespace SreCopilot.PostgresFixture;

/// <summary>
/// A real PostgreSQL server for tests, started on first use, on a free port of 127.0.0.1, with its data in a temporary
/// folder. Share one per test run with <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c> and take a database of
/// your own with <see cref="CreateDatabaseAsync"/>; a test that stops the server makes its own instance.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int Attempts = 4;

    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly string _folder = Directory.CreateTempSubdirectory("srecopilot-").FullName;
    private readonly SemaphoreSlim _gate = new(1);
    private EmbeddedPostgres? _program;
    private int _databases;

    /// <summary>The server's port; it stays the same over a stop and a start.</summary>
    public int Port { get; private set; } = TestPort.Free();

    // Short and open to the server's own user: it also holds the superuser's socket.
    private string DataDirectory => Path.Combine(_folder, "data");

    /// <summary>Makes an empty database that an ordinary role owns.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await StartAsync();
        var owner = $"test_{Interlocked.Increment(ref _databases)}";
        await SuperuserAsync($"create role {owner} login password '{_password}'");
        await SuperuserAsync($"create role {owner}_super superuser login password '{_password}'");
        await SuperuserAsync($"create database {owner} owner {owner}");
        return new TestDatabase(ConnectionString(owner, owner), ConnectionString($"{owner}_super", owner));
    }

    /// <summary>Starts the server if it does not run, with the data it had.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _program ??= await LaunchAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the server as an operator would: open connections are cut.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_program is { } program)
            {
                await program.DisposeAsync();
            }

            _program = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _gate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<EmbeddedPostgres> LaunchAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        // Another test program may take the port first; until there is data, another one is as good.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await EmbeddedPostgres.StartAsync(Port, TestPort.Free(), DataDirectory, _password);
            }
            catch (InvalidOperationException) when (_databases == 0 && attempt < Attempts)
            {
                Port = TestPort.Free();
            }
        }
    }

    // The embedded server lets its superuser in by the socket only.
    private async Task SuperuserAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"Host={DataDirectory};Port={Port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string user, string database) =>
        $"Host=127.0.0.1;Port={Port};Username={user};Password={_password};Database={database}";
}
