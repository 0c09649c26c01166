using Npgsql;

namespace Aspire.Hosting;

internal static class PostgresDatabases
{
    /// <summary>Creates the databases that do not exist yet.</summary>
    public static async Task CreateAsync(string connectionString, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var name in names)
        {
            try
            {
                using var quoting = new NpgsqlCommandBuilder();
                await using var command = new NpgsqlCommand($"CREATE DATABASE {quoting.QuoteIdentifier(name)}", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                // It is there from an earlier run.
            }
        }
    }
}
