using Npgsql;

namespace SreCopilot.Database;

/// <summary>Makes sure that row-level security exists on every tenant's table and binds whoever we log in as.</summary>
internal static class RowSecurity
{
    /// <summary>Superusers bypass row-level security; callers' sessions then run as this role, which cannot log in.</summary>
    public const string CallerRole = "srecopilot_caller";

    /// <summary>Refuses a schema in which a table with a tenant or project column is not isolated.</summary>
    public static async Task VerifyAsync(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select string_agg(distinct c.relname, ', ' order by c.relname)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname in ('project_id', 'tenant_id') and not a.attisdropped
            where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        if (await command.ExecuteScalarAsync(cancel) is string open)
        {
            throw new SchemaException($"schema '{schema}' has tables with tenant data but without forced row-level security: {open}; add \"call isolate_by_project('...')\" or \"call isolate_by_tenant('...')\" to the migration");
        }
    }

    /// <summary>Prepares <see cref="CallerRole"/> when the log-in role bypasses row-level security.</summary>
    /// <returns>The role, or null when none is needed.</returns>
    public static async Task<string?> GrantCallerRoleAsync(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        await using var question = new NpgsqlCommand("select rolsuper or rolbypassrls from pg_roles where rolname = current_user", connection);
        if (await question.ExecuteScalarAsync(cancel) is not true)
        {
            return null;
        }

        // Roles belong to the whole server, so another service or database may be creating it at this very moment.
        await using var grant = new NpgsqlCommand($"""
            do $$ begin
              if to_regrole('{CallerRole}') is null then create role {CallerRole} nologin; end if;
            exception when duplicate_object or unique_violation then null;
            end $$;
            grant usage on schema {schema} to {CallerRole};
            grant select, insert, update, delete on all tables in schema {schema} to {CallerRole};
            grant usage on all sequences in schema {schema} to {CallerRole};
            alter default privileges in schema {schema} grant select, insert, update, delete on tables to {CallerRole};
            alter default privileges in schema {schema} grant usage on sequences to {CallerRole};
            revoke all on {schema}.schema_migrations from {CallerRole}
            """, connection);
        await grant.ExecuteNonQueryAsync(cancel);
        return CallerRole;
    }
}
