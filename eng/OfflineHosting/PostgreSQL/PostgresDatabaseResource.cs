using System.Data.Common;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a PostgreSQL server; it is created when the server is ready.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="databaseName">The name of the database.</param>
/// <param name="postgresParentResource">The server.</param>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <summary>Gets the server.</summary>
    public PostgresServerResource Parent { get; } = postgresParentResource ?? throw new ArgumentNullException(nameof(postgresParentResource));

    /// <summary>Gets the name of the database.</summary>
    public string DatabaseName { get; } = databaseName ?? throw new ArgumentNullException(nameof(databaseName));

    /// <inheritdoc />
    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            // Quotes the name where that is needed.
            var database = new DbConnectionStringBuilder { ["Database"] = DatabaseName }.ConnectionString;
            return ReferenceExpression.Create($"{new ConnectionStringReference(Parent, optional: true)};{database}");
        }
    }

    /// <summary>Gets the address as a URI: <c>postgresql://user:password@host:port/database</c>.</summary>
    public ReferenceExpression UriExpression => Parent.Uri(DatabaseName);

    /// <summary>Gets the address for JDBC, without user and password.</summary>
    public ReferenceExpression JdbcConnectionString => Parent.Jdbc(DatabaseName);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ]);
}
