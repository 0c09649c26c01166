using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace SreCopilot.PostgresFixture;

/// <summary>
/// A real PostgreSQL server for tests, started on first use, on a free port of 127.0.0.1, with its data in a temporary
/// folder. Share one per test run with <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c> and take a database of
/// your own with <see cref="CreateDatabaseAsync"/>; a test that stops the server makes its own instance.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly SemaphoreSlim _gate = new(1);
    private PostgresProcess? _process;
    private int _databases;

    /// <summary>The server's port; it stays the same over a stop and a start.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Makes an empty database that an ordinary role owns.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var admin = NpgsqlDataSource.Create(ConnectionString(Superuser, "postgres"));
        await using var role = admin.CreateCommand($"create role {name} login password '{_password}'");
        await role.ExecuteNonQueryAsync();
        await using var database = admin.CreateCommand($"create database {name} owner {name}");
        await database.ExecuteNonQueryAsync();
        return new TestDatabase(ConnectionString(name, name), ConnectionString(Superuser, name));
    }

    /// <summary>Starts the server if it does not run, with the data it had.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _process ??= await PostgresProcess.CreateAsync(Superuser, _password, Port);
            await _process.StartAsync(ConnectionString(Superuser, "postgres"));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the server as an operator would: open connections are cut.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            await process.StopAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        _gate.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string ConnectionString(string user, string database) =>
        $"Host=127.0.0.1;Port={Port};Username={user};Password={_password};Database={database}";
}
