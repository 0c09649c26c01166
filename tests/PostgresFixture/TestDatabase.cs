namespace SreCopilot.PostgresFixture;

/// <summary>An empty database of its own.</summary>
/// <param name="ConnectionString">Logs in as the database's owner, an ordinary role as in a well-kept cluster.</param>
/// <param name="SuperuserConnectionString">Logs in as the superuser, as in a less well-kept one, and to look behind the scenes.</param>
public sealed record TestDatabase(string ConnectionString, string SuperuserConnectionString);
