using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adds and configures PostgreSQL servers and databases.</summary>
public static class PostgresBuilderExtensions
{
    private const string Registry = "docker.io";
    private const string Image = "library/postgres";
    private const string Tag = "18.3";
    private const int Port = 5432;

    /// <summary>Adds a PostgreSQL server in a container.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource and of its connection.</param>
    /// <param name="userName">The name of the administrator; <c>postgres</c> by default.</param>
    /// <param name="password">The password of the administrator; a generated one by default.</param>
    /// <param name="port">The port that clients use; any free one by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var postgres = new PostgresServerResource(
            name, userName?.Resource, password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password"));
        string? connectionString = null;
        var healthCheck = $"{name}_check";
        AddHealthCheck(builder, healthCheck, () => connectionString, database: "postgres");

        return builder.AddResource(postgres)
            .WithEndpoint(port: port, targetPort: Port, name: PostgresServerResource.PrimaryEndpointName)
            .WithImage(Image, Tag)
            .WithImageRegistry(Registry)
            .WithIconName("DatabaseMultiple")
            .WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["POSTGRES_USER"] = postgres.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = postgres.PasswordParameter;
            })
            .WithHealthCheck(healthCheck)
            .OnConnectionStringAvailable(async (resource, _, cancellationToken) => connectionString = await resource.GetConnectionStringAsync(cancellationToken))
            .OnResourceReady((resource, _, cancellationToken) => PostgresDatabases.CreateAsync(connectionString!, resource.Databases.Values, cancellationToken));
    }

    /// <summary>Adds a database, which is created when the server is ready.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource and of its connection.</param>
    /// <param name="databaseName">The name of the database; that of the resource by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var application = builder.ApplicationBuilder;
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(database.Name, database.DatabaseName);
        string? connectionString = null;
        var healthCheck = $"{name}_check";
        AddHealthCheck(application, healthCheck, () => connectionString, database: null);

        return application.AddResource(database)
            .WithIconName("Database")
            .WithHealthCheck(healthCheck)
            .OnConnectionStringAvailable(async (resource, _, cancellationToken) => connectionString = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken));
    }

    /// <summary>Chooses the password of the administrator.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="password">The password.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> WithPassword(this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(password);
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    /// <summary>Chooses the name of the administrator.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="userName">The name.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> WithUserName(this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> userName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(userName);
        builder.Resource.UserNameParameter = userName.Resource;
        return builder;
    }

    /// <summary>Chooses the port that clients use.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port; nothing means any free one.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    /// <summary>Keeps the data in a volume.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the volume; one that is the same in every run by default.</param>
    /// <param name="isReadOnly">Whether the server may only read it.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), DataFolder(builder.Resource), isReadOnly);
    }

    /// <summary>Keeps the data in a folder of this machine.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The folder, relative to the AppHost.</param>
    /// <param name="isReadOnly">Whether the server may only read it.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithBindMount(source, DataFolder(builder.Resource), isReadOnly);
    }

    // The images keep the data of each major version in a folder of its own from version 18 on.
    private static string DataFolder(PostgresServerResource postgres)
    {
        var tag = postgres.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.Tag ?? Tag;
        var major = new string([.. tag.TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(major, out var version) && version < 18 ? "/var/lib/postgresql/data" : "/var/lib/postgresql";
    }

    private static void AddHealthCheck(IDistributedApplicationBuilder application, string key, Func<string?> connectionString, string? database) =>
        application.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new NpgsqlHealthCheck(connectionString, database), failureStatus: null, tags: null));
}
