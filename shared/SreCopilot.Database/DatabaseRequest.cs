using Npgsql;

namespace SreCopilot.Database;

/// <summary>A command, and what was deferred before it: one round trip.</summary>
internal sealed class DatabaseRequest : IDisposable
{
    private readonly NpgsqlCommand? _command;
    private readonly NpgsqlBatch? _batch;

    /// <param name="deferred">What runs before the command.</param>
    /// <param name="sql">The command; null for none.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">Its transaction.</param>
    public DatabaseRequest(IReadOnlyCollection<Sql> deferred, Sql? sql, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        if (deferred.Count == 0 && sql is not null)
        {
            _command = sql.ToCommand(connection, transaction);
            return;
        }

        _batch = new NpgsqlBatch(connection, transaction);
        foreach (var one in sql is null ? deferred : [.. deferred, sql])
        {
            _batch.BatchCommands.Add(one.ToBatchCommand());
        }
    }

    // What is deferred has no result set, so the first one is the command's.
    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancel) => _command?.ExecuteReaderAsync(cancel) ?? _batch!.ExecuteReaderAsync(cancel);

    /// <returns>The number of rows that the command changed.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancel)
    {
        if (_command is not null)
        {
            return await _command.ExecuteNonQueryAsync(cancel);
        }

        await _batch!.ExecuteNonQueryAsync(cancel);
        return (int)_batch.BatchCommands[^1].RecordsAffected;
    }

    public void Dispose()
    {
        _command?.Dispose();
        _batch?.Dispose();
    }
}
