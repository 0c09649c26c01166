using Npgsql;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>
/// The server's superuser. It has no password and may log in only through a socket in a folder that only the server's
/// operating system user may enter; this process uses it to prepare what the application needs.
/// </summary>
internal static class Superuser
{
    public const string Name = "postgres";

    /// <summary>Client authentication: the superuser by socket, everybody else by password over loopback.</summary>
    public const string AccessRules = $"""
        # Written by EmbeddedPostgres at every start.
        local all {Name} trust
        host  all {Name} all           reject
        host  all all    127.0.0.1/32  scram-sha-256

        """;

    public static async Task<NpgsqlConnection> ConnectAsync(string socketDirectory, int port, string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = socketDirectory,
            Port = port,
            Username = Name,
            Database = database,
            Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
