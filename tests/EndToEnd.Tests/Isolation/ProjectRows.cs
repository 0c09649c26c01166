using Npgsql;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>Everything the database holds about one project, over all services' tables.</summary>
internal static class ProjectRows
{
    /// <summary>
    /// The rows of every table that has a column <c>project_id</c> (or is the table of projects), as text; without the audit log,
    /// which shall grow when somebody is refused.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string connectionString, Guid projectId, CancellationToken cancellationToken)
    {
        // Row-level security binds even the tables' owner; this is how the services say that they work across projects.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c app.system=on" };
        await using var source = NpgsqlDataSource.Create(settings);
        var tables = new List<string>();
        await using (var list = source.CreateCommand(
            """
            select format('%I.%I where %I', c.table_schema, c.table_name, c.column_name)
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.udt_name = 'uuid' and c.table_schema <> 'audit' and c.table_name not like 'audit\_%'
              and (c.column_name = 'project_id' or (c.table_name = 'projects' and c.column_name = 'id'))
            """))
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var read = source.CreateCommand($"select coalesce(string_agg(row.text, E'\\n' order by row.text), '') from (select t::text as text from (select * from {table} = $1) t) row");
            read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = projectId });
            rows[table] = (string)(await read.ExecuteScalarAsync(cancellationToken))!;
        }

        return rows;
    }
}
