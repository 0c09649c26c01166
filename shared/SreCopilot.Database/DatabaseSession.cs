using System.Runtime.CompilerServices;
using Npgsql;

namespace SreCopilot.Database;

/// <summary>
/// One transaction in one scope. What is not committed when it is disposed is rolled back.
/// Cost: one round trip to open it (begin and scope together), one per command, one to commit; what is deferred goes with the next of them.
/// </summary>
public sealed class DatabaseSession : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;
    private readonly List<Sql> _deferred = [];
    private Action? _afterCommit;

    internal DatabaseSession(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        _transaction = transaction;
    }

    /// <summary>The connection underneath, for what has no method here: COPY, batches. Its transaction belongs to this session.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Runs a command in the same round trip as the session's next one, before it; or all that was deferred in one before the
    /// commit. What is wrong with it is thrown there.</summary>
    /// <param name="sql">A command without a result set.</param>
    public void Defer(Sql sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        _deferred.Add(sql);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="sql">The command.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The number of rows it changed.</returns>
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        using var request = Request(sql);
        return await request.ExecuteAsync(cancel);
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Makes a value of the reader's current row.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <returns>The rows in the query's order.</returns>
    public async Task<List<T>> ListAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel = default)
    {
        var rows = new List<T>();
        await foreach (var row in StreamAsync(sql, read, cancel))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Reads rows one after the other, without holding them all in memory.</summary>
    /// <inheritdoc cref="ListAsync{T}" path="/param|/typeparam|/returns"/>
    public async IAsyncEnumerable<T> StreamAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(read);
        using var request = Request(sql);
        await using var reader = await request.ReadAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            yield return read(reader);
        }
    }

    /// <summary>Reads the only row, or nothing. More than one row is a bug and throws.</summary>
    /// <inheritdoc cref="ListAsync{T}" path="/param|/typeparam"/>
    /// <returns>The row, or default when there is none.</returns>
    public async Task<T?> SingleOrDefaultAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(read);
        using var request = Request(sql);
        await using var reader = await request.ReadAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            return default;
        }

        var row = read(reader);
        return await reader.ReadAsync(cancel)
            ? throw new InvalidOperationException("The query returned more than one row.")
            : row;
    }

    /// <summary>Makes the work durable. Nothing can be run in this session afterwards.</summary>
    /// <param name="cancel">Gives up waiting; whether the work became durable is then unknown.</param>
    /// <returns>A task that ends when PostgreSQL confirmed.</returns>
    public async Task CommitAsync(CancellationToken cancel = default)
    {
        if (_deferred.Count > 0)
        {
            using var request = Request(null);
            await request.ExecuteAsync(cancel);
        }

        await _transaction.CommitAsync(cancel);
        _afterCommit?.Invoke();
    }

    /// <summary>Has something done at once after <see cref="CommitAsync"/>, and not at all without it.</summary>
    /// <param name="action">Must not throw or block; given twice, it is done once.</param>
    public void AfterCommit(Action action)
    {
        _afterCommit -= action;
        _afterCommit += action;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private DatabaseRequest Request(Sql? sql)
    {
        var request = new DatabaseRequest(_deferred, sql, Connection, _transaction);
        _deferred.Clear();
        return request;
    }
}
