using Npgsql;
using SreCopilot.Identity;

namespace SreCopilot.Database;

/// <summary>
/// The one way to a service's data. Every session states on whose behalf it runs, and PostgreSQL's row-level security
/// holds it to that, so a query that forgets its <c>where project_id = ...</c> finds nothing instead of everything.
/// </summary>
/// <example>
/// <code>
/// await using var session = await database.OpenAsync(http.GetCaller(), cancel);
/// var names = await session.ListAsync($"select name from projects where id = {id}", row => row.GetString(0), cancel);
/// await session.CommitAsync(cancel); // only when something was written
/// </code>
/// </example>
public sealed class ServiceDatabase
{
    /// <summary>Sets tenant, project, user, system and role for one transaction.</summary>
    internal const string ScopeCommand =
        "select set_config('app.tenant_id', $1, true), set_config('app.project_id', $2, true), set_config('app.user_id', $3, true), set_config('app.system', $4, true)";

    internal const string ScopeAndRoleCommand = ScopeCommand + ", set_config('role', $5, true)";

    private readonly NpgsqlDataSource _dataSource;
    private readonly DatabaseReadiness _readiness;

    internal ServiceDatabase(NpgsqlDataSource dataSource, DatabaseReadiness readiness)
    {
        _dataSource = dataSource;
        _readiness = readiness;
    }

    /// <summary>Opens a session that sees only the caller's rows.</summary>
    /// <inheritdoc cref="OpenAsync(CallerScope, CancellationToken)"/>
    public Task<DatabaseSession> OpenAsync(Caller caller, CancellationToken cancel = default) => OpenAsync(CallerScope.Of(caller), cancel);

    /// <summary>Opens a session that sees only the rows of one tenant and project: for work on behalf of somebody who is not calling right now.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The session; dispose it.</returns>
    /// <exception cref="DatabaseNotReadyException">The schema is not there yet.</exception>
    public Task<DatabaseSession> OpenAsync(CallerScope caller, CancellationToken cancel = default) =>
        OpenAsync([Text(caller.TenantId), Text(caller.ProjectId), Text(caller.UserId), ""], _readiness.CallerRole, cancel);

    /// <summary>
    /// Opens a session that sees the rows of all tenants. Only for work that has no caller yet (a log-in by e-mail) or
    /// none at all (background jobs); say in the code why.
    /// </summary>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The session; dispose it.</returns>
    /// <exception cref="DatabaseNotReadyException">The schema is not there yet.</exception>
    public Task<DatabaseSession> OpenAsSystemAsync(CancellationToken cancel = default) => OpenAsync(["", "", "", "on"], role: null, cancel);

    private static string Text(Guid? id) => id is { } value && value != Guid.Empty ? value.ToString() : "";

    private async Task<DatabaseSession> OpenAsync(string[] scope, string? role, CancellationToken cancel)
    {
        if (_readiness.Problem is { } problem)
        {
            throw new DatabaseNotReadyException($"The database is not ready: {problem}.");
        }

        try
        {
            return await BeginAsync(scope, role, retry: true, cancel);
        }
        catch (StaleConnectionException)
        {
            return await BeginAsync(scope, role, retry: false, cancel);
        }
    }

    private async Task<DatabaseSession> BeginAsync(string[] scope, string? role, bool retry, CancellationToken cancel)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            await using var command = new NpgsqlCommand(role is null ? ScopeCommand : ScopeAndRoleCommand, connection, transaction);
            foreach (var value in scope)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            }

            if (role is not null)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
            }

            await command.ExecuteNonQueryAsync(cancel);
            return new DatabaseSession(connection, transaction);
        }
        catch (NpgsqlException e) when (retry && connection.FullState.HasFlag(System.Data.ConnectionState.Broken) && DatabaseFaults.IsUnavailable(e))
        {
            // The server was restarted while this connection lay in the pool. Nothing has been done yet, and Npgsql has
            // emptied the pool, so a second try gets a fresh connection or the true error.
            await connection.DisposeAsync();
            throw new StaleConnectionException(e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class StaleConnectionException(Exception inner) : Exception(inner.Message, inner);
}
