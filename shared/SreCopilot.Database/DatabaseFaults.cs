using Npgsql;

namespace SreCopilot.Database;

/// <summary>Thrown when a service is asked for data before its schema is there. Answered as 503.</summary>
public sealed class DatabaseNotReadyException : Exception
{
    internal DatabaseNotReadyException(string reason)
        : base(reason)
    {
    }
}

/// <summary>Sorts database exceptions into the few kinds that callers treat differently.</summary>
public static class DatabaseFaults
{
    /// <summary>
    /// True when the database cannot serve right now and asking again later is right: unreachable, restarting, timed out,
    /// overloaded, refusing our log-in, or not migrated yet. The error handler answers 503 with Retry-After.
    /// </summary>
    /// <param name="exception">Any exception of a request.</param>
    /// <returns>Whether it means "unavailable".</returns>
    public static bool IsUnavailable(Exception? exception) => exception switch
    {
        DatabaseNotReadyException => true,
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is
            PostgresErrorCodes.QueryCanceled or
            PostgresErrorCodes.InvalidPassword or
            PostgresErrorCodes.InvalidAuthorizationSpecification or
            PostgresErrorCodes.InvalidCatalogName,
        // Everything else that Npgsql itself raises is about the connection or the pool.
        NpgsqlException => true,
        AggregateException many => many.InnerExceptions.All(IsUnavailable),
        _ => false,
    };

    /// <summary>The reason in words an operator can act on; never contains credentials.</summary>
    internal static string Describe(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "PostgreSQL refused the user name or password; check POSTGRES_USER and POSTGRES_PASSWORD or the connection string",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } postgres => $"{postgres.MessageText}; create it, or correct POSTGRES_DB or the connection string",
        PostgresException postgres => $"{postgres.MessageText} ({postgres.SqlState})",
        { InnerException: { } inner } => inner.Message,
        _ => exception.Message,
    };
}
