using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SreCopilot.Database;

/// <summary>
/// Brings a schema to the version this program knows. Each step is one transaction that first takes the schema's advisory
/// lock and then looks again at what is left to do, so any number of replicas may start at once.
/// </summary>
internal sealed partial class SchemaMigrator(NpgsqlDataSource dataSource, string schema, IReadOnlyList<Migration> migrations, ILogger<SchemaMigrator> logger)
{
    private static readonly Migration Base = new(0, "base", Migration.Read(typeof(SchemaMigrator).Assembly, "base.sql"));

    /// <summary>Applies what is missing.</summary>
    /// <returns>The role that callers' sessions must switch to, or null.</returns>
    public async Task<string?> MigrateAsync(CancellationToken cancel)
    {
        string? callerRole;
        while (true)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await ExecuteAsync($"select pg_advisory_xact_lock({LockKey(schema)}), set_config('app.system', 'on', true)", connection, cancel);
            await PrepareSchemaAsync(connection, cancel);
            var applied = await AppliedAsync(connection, cancel);
            Verify(applied);
            if (!applied.TryGetValue(Base.Version, out var baseStep) || baseStep.Checksum != Base.Checksum)
            {
                await ApplyAsync(Base, connection, cancel);
            }

            if (Next(applied) is { } next)
            {
                LogApplying(schema, next.Version, next.Name);
                await ApplyAsync(next, connection, cancel);
                await RowSecurity.VerifyAsync(connection, schema, cancel);
                await transaction.CommitAsync(cancel);
                continue;
            }

            callerRole = await RowSecurity.GrantCallerRoleAsync(connection, schema, cancel);
            await transaction.CommitAsync(cancel);
            break;
        }

        LogUpToDate(schema, migrations.Count);
        return callerRole;
    }

    private static long LockKey(string schema) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("srecopilot.migrations." + schema)));

    private async Task PrepareSchemaAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        // Asked first because "create schema if not exists" needs the right to create one even when it is there.
        await ExecuteAsync($"""
            do $$ begin
              if to_regnamespace('{schema}') is null then create schema {schema}; end if;
            end $$;
            create table if not exists {schema}.schema_migrations (
              version    integer primary key,
              name       text not null,
              checksum   text not null,
              applied_at timestamptz not null default now())
            """, connection, cancel);
    }

    private async Task<Dictionary<int, (string Name, string Checksum)>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select version, name, checksum from {schema}.schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new Dictionary<int, (string, string)>();
        while (await reader.ReadAsync(cancel))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private void Verify(Dictionary<int, (string Name, string Checksum)> applied)
    {
        var newest = applied.Keys.DefaultIfEmpty(0).Max();
        if (newest > migrations.Count)
        {
            throw new SchemaException($"schema '{schema}' is at version {newest} ({applied[newest].Name}) but this program knows only up to {migrations.Count}; run a newer version of the service, or restore the database from before the upgrade");
        }

        foreach (var step in migrations)
        {
            if (applied.TryGetValue(step.Version, out var was) && was.Checksum != step.Checksum)
            {
                throw new SchemaException($"migration {step.Version:0000}_{step.Name} of schema '{schema}' was changed after it had been applied; undo the change and put it into a new migration");
            }
        }
    }

    private Migration? Next(Dictionary<int, (string Name, string Checksum)> applied) =>
        migrations.FirstOrDefault(step => !applied.ContainsKey(step.Version));

    private async Task ApplyAsync(Migration step, NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await ExecuteAsync(step.Sql, connection, cancel);
        }
        catch (PostgresException e) when (!DatabaseFaults.IsUnavailable(e))
        {
            throw new SchemaException($"migration {step.Version:0000}_{step.Name} of schema '{schema}' failed: {e.MessageText} ({e.SqlState}, position {e.Position})");
        }

        await using var record = new NpgsqlCommand($"""
            insert into {schema}.schema_migrations (version, name, checksum) values ($1, $2, $3)
            on conflict (version) do update set checksum = excluded.checksum, applied_at = now()
            """, connection);
        record.Parameters.Add(new NpgsqlParameter<int> { TypedValue = step.Version });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = step.Name });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = step.Checksum });
        await record.ExecuteNonQueryAsync(cancel);
    }

    private static async Task ExecuteAsync(string sql, NpgsqlConnection connection, CancellationToken cancel)
    {
        // Waiting for another replica's migration, or building an index, takes as long as it takes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "Applying migration {Version} {Name} to schema {Schema}")]
    private partial void LogApplying(string schema, int version, string name);

    [LoggerMessage(LogLevel.Information, "Schema {Schema} is up to date at version {Version}")]
    private partial void LogUpToDate(string schema, int version);
}
