using Npgsql;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>The role and the database of the application.</summary>
internal static class ApplicationDatabase
{
    // Row-level security protects tenants from each other: the application must not be able to bypass it.
    private const string Rights = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION";

    /// <summary>Makes role, password and database as the options say, whatever an earlier start left; idempotent.</summary>
    public static async Task EnsureAsync(NpgsqlConnection superuser, PostgresOptions options, CancellationToken cancellation)
    {
        // A statement that fails would be logged with its text, password included.
        await ExecuteAsync(superuser, "SET log_min_error_statement = panic", cancellation);

        var roleExists = await ScalarAsync(superuser, "SELECT 1 FROM pg_roles WHERE rolname = $1", cancellation, options.User) is not null;
        await ExecuteFormattedAsync(superuser, $"{(roleExists ? "ALTER" : "CREATE")} ROLE %I {Rights} PASSWORD %L", cancellation, options.User, options.Password);

        var databaseExists = await ScalarAsync(superuser, "SELECT 1 FROM pg_database WHERE datname = $1", cancellation, options.Database) is not null;
        await ExecuteFormattedAsync(
            superuser,
            databaseExists ? "ALTER DATABASE %I OWNER TO %I" : "CREATE DATABASE %I OWNER %I",
            cancellation,
            options.Database,
            options.User);
    }

    /// <summary>Statements of this kind take no parameters: the server itself quotes the values into the text.</summary>
    private static async Task ExecuteFormattedAsync(NpgsqlConnection connection, string format, CancellationToken cancellation, params string[] values)
    {
        var sql = (string)(await ScalarAsync(connection, "SELECT format($1, $2, $3)", cancellation, [format, .. values]))!;
        await ExecuteAsync(connection, sql, cancellation);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Constant text, or quoted by the server's own format() above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
