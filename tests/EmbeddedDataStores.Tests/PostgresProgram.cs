using Npgsql;

namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>EmbeddedPostgres with a data directory of its own.</summary>
internal sealed class PostgresProgram : IAsyncDisposable
{
    public const string Password = "it's \"quoted\" $ecret";

    private readonly string _password;

    private PostgresProgram(string dataDirectory, int port, string password, Dictionary<string, string>? more = null)
    {
        DataDirectory = dataDirectory;
        Port = port;
        _password = password;
        Program = new EmbeddedProgram("EmbeddedPostgres", new Dictionary<string, string>(more ?? [])
        {
            ["POSTGRES_PORT"] = $"{port}",
            ["POSTGRES_DATA_DIR"] = dataDirectory,
            ["POSTGRES_PASSWORD"] = password,
        });
    }

    public EmbeddedProgram Program { get; }

    public string DataDirectory { get; }

    public int Port { get; }

    /// <summary>Starts it without waiting for anything.</summary>
    public static PostgresProgram Launch(
        string? dataDirectory = null, int? port = null, string password = Password, Dictionary<string, string>? more = null) =>
        new(dataDirectory ?? Path.Combine(TestFolder.New(), "postgres"), port ?? TestPort.Free(), password, more);

    public static async Task<PostgresProgram> StartAsync(string? dataDirectory = null, string password = Password)
    {
        var program = Launch(dataDirectory, password: password);
        await program.Program.WaitUntilHealthyAsync();
        return program;
    }

    public async Task<NpgsqlConnection> ConnectAsync(string? password = null, string user = "srecopilot", string? host = null)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = host ?? "127.0.0.1",
            Port = Port,
            Username = user,
            Password = password ?? _password,
            Database = "srecopilot",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
