namespace SreCopilot.Database;

/// <summary>
/// How a service reaches PostgreSQL. Tuning comes from the configuration section <c>Database</c>, the address from
/// <c>ConnectionStrings:srecopilot</c> or, in a cluster, from <c>POSTGRES_HOST</c>, <c>POSTGRES_PORT</c>,
/// <c>POSTGRES_DB</c>, <c>POSTGRES_USER</c> and <c>POSTGRES_PASSWORD</c>.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section of the tuning values.</summary>
    public const string SectionName = "Database";

    /// <summary>Name of the connection string that wins over the <c>POSTGRES_*</c> variables.</summary>
    public const string ConnectionName = "srecopilot";

    /// <summary>Where the database is. Never logged: it holds the password.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Most connections one replica of one service opens. Default 10. The server's <c>max_connections</c> must cover
    /// services x replicas x this value (14 x 1 x 10 = 140), although an idle service holds none.
    /// </summary>
    public int MaximumPoolSize { get; set; } = 10;

    /// <summary>Seconds after which an unused connection is given back to the server. Default 60.</summary>
    public int IdleLifetimeSeconds { get; set; } = 60;

    /// <summary>Seconds a new connection, or a free place in the pool, may take. Default 3.</summary>
    public int ConnectTimeoutSeconds { get; set; } = 3;

    /// <summary>Seconds one SQL command may take. Default 15. Migrations have no limit.</summary>
    public int CommandTimeoutSeconds { get; set; } = 15;

    /// <summary>Set by <c>AddDatabase</c>: the service's own schema.</summary>
    internal string Schema { get; set; } = "";

    /// <summary>What is wrong with the address, found while it was put together.</summary>
    internal List<string> Problems { get; } = [];
}
