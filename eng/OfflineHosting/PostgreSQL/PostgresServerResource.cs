namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server in a container.</summary>
public class PostgresServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";
    private const string DefaultUserName = "postgres";

    private readonly Dictionary<string, string> _databases = new(StringComparers.ResourceName);

    /// <summary>Initializes a server.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userName">The name of the administrator; <c>postgres</c> by default.</param>
    /// <param name="password">The password of the administrator.</param>
    public PostgresServerResource(string name, ParameterResource? userName, ParameterResource password) : base(name)
    {
        ArgumentNullException.ThrowIfNull(password);
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
        UserNameParameter = userName;
        PasswordParameter = password;
    }

    /// <summary>Gets the endpoint.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>Gets the host of the endpoint.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>Gets the port of the endpoint.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>Gets or sets the parameter with the name of the administrator.</summary>
    public ParameterResource? UserNameParameter { get; set; }

    /// <summary>Gets the name of the administrator.</summary>
    public ReferenceExpression UserNameReference =>
        UserNameParameter is null ? ReferenceExpression.Create($"{DefaultUserName}") : ReferenceExpression.Create($"{UserNameParameter}");

    /// <summary>Gets or sets the password of the administrator.</summary>
    public ParameterResource PasswordParameter { get; set; }

    /// <summary>Gets the databases: names of resources and of databases.</summary>
    public IReadOnlyDictionary<string, string> Databases => _databases;

    /// <inheritdoc />
    public ReferenceExpression ConnectionStringExpression => this.TryGetLastAnnotation<ConnectionStringRedirectAnnotation>(out var redirect)
        ? redirect.Resource.ConnectionStringExpression
        : ReferenceExpression.Create($"Host={Host};Port={Port};Username={UserNameReference};Password={PasswordParameter}");

    /// <summary>Gets the address as a URI: <c>postgresql://user:password@host:port</c>.</summary>
    public ReferenceExpression UriExpression => Uri(databaseName: null);

    /// <summary>Gets the address for JDBC, without user and password.</summary>
    public ReferenceExpression JdbcConnectionString => Jdbc(databaseName: null);

    /// <inheritdoc />
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => ConnectionStringExpression.GetValueAsync(cancellationToken);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Host}")),
        new("Port", ReferenceExpression.Create($"{Port}")),
        new("Username", UserNameReference),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", UriExpression),
        new("JdbcConnectionString", JdbcConnectionString),
    ];

    internal void AddDatabase(string name, string databaseName) => _databases.TryAdd(name, databaseName);

    internal ReferenceExpression Uri(string? databaseName)
    {
        var uri = new ReferenceExpressionBuilder();
        uri.AppendLiteral("postgresql://");
        if (UserNameParameter is null)
        {
            uri.AppendFormatted(DefaultUserName, "uri");
        }
        else
        {
            uri.AppendFormatted(UserNameParameter, "uri");
        }

        uri.Append($":{PasswordParameter:uri}@{Host}:{Port}");
        return WithDatabase(uri, databaseName);
    }

    internal ReferenceExpression Jdbc(string? databaseName)
    {
        var address = new ReferenceExpressionBuilder();
        address.Append($"jdbc:postgresql://{Host}:{Port}");
        return WithDatabase(address, databaseName);
    }

    private static ReferenceExpression WithDatabase(ReferenceExpressionBuilder address, string? databaseName)
    {
        if (databaseName is not null)
        {
            address.AppendLiteral("/");
            address.AppendFormatted(databaseName, "uri");
        }

        return address.Build();
    }
}
