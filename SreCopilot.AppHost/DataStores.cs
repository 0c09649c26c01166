using Microsoft.Extensions.Configuration;

namespace SreCopilot.AppHost;

/// <summary>
/// Where a local run keeps its data, in this order: a configured connection string (external server),
/// containers (<c>DataStores=containers</c>), or the embedded default: real PostgreSQL and Garnet as processes.
/// </summary>
internal static class DataStores
{
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRedis(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.HasConnectionString(name))
        {
            return builder.AddConnectionString(name);
        }

        if (builder.UsesContainers())
        {
            return builder.AddRedis(name).WithPassword(null).WithImageTag("7-alpine").WithDataVolume("srecopilot-redis");
        }

        var server = builder.AddProject<Projects.EmbeddedRedis>("redis-server", options => options.ExcludeLaunchProfile = true)
            .WithEndpoint(scheme: "tcp", name: "tcp", env: "REDIS_PORT")
            .WithHttpEndpoint(name: "health", env: "HEALTH_PORT")
            .WithHttpHealthCheck("/health", endpointName: "health")
            .WithEnvironment("REDIS_DATA_DIR", builder.DataDirectory("redis"));
        var endpoint = server.GetEndpoint("tcp");
        return builder
            .AddConnectionString(name, ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.HostAndPort)}"))
            .WaitFor(server);
    }

    public static IResourceBuilder<IResourceWithConnectionString> AddLocalPostgres(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.HasConnectionString(name))
        {
            return builder.AddConnectionString(name);
        }

        var password = builder.AddGeneratedSecret("postgres-password");
        return builder.UsesContainers()
            ? builder.AddContainerizedPostgres(name, password)
            : builder.AddEmbeddedPostgres(name, password);
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddEmbeddedPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password)
    {
        var server = builder.AddProject<Projects.EmbeddedPostgres>("postgres", options => options.ExcludeLaunchProfile = true)
            .WithEndpoint(scheme: "tcp", name: "tcp", env: "POSTGRES_PORT")
            .WithHttpEndpoint(name: "health", env: "HEALTH_PORT")
            .WithHttpHealthCheck("/health", endpointName: "health")
            .WithEnvironment("POSTGRES_DATA_DIR", builder.DataDirectory("postgres"))
            .WithEnvironment("POSTGRES_DB", name)
            .WithEnvironment("POSTGRES_USER", name)
            .WithEnvironment("POSTGRES_PASSWORD", password);
        return builder.AddPostgresConnection(name, server.GetEndpoint("tcp"), password).WaitFor(server);
    }

    // The image's own user is a superuser, which row-level security does not bind: an init script creates a plain role.
    private static IResourceBuilder<IResourceWithConnectionString> AddContainerizedPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password)
    {
        var server = builder.AddPostgres("postgres")
            .WithImageTag("18-alpine")
            .WithDataVolume("srecopilot-postgres")
            .WithBindMount("postgres-init", "/docker-entrypoint-initdb.d", isReadOnly: true)
            .WithEnvironment("APPLICATION_ROLE", name)
            .WithEnvironment("APPLICATION_PASSWORD", password);
        return builder.AddPostgresConnection(name, server.GetEndpoint("tcp"), password).WaitFor(server);
    }

    private static IResourceBuilder<ConnectionStringResource> AddPostgresConnection(
        this IDistributedApplicationBuilder builder, string name, EndpointReference server, IResourceBuilder<ParameterResource> password) =>
        builder.AddConnectionString(name, ReferenceExpression.Create(
            $"Host={server.Property(EndpointProperty.Host)};Port={server.Property(EndpointProperty.Port)};Database={name};Username={name};Password={password}"));

    private static bool HasConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name));

    private static bool UsesContainers(this IDistributedApplicationBuilder builder) => builder.Configuration["DataStores"] switch
    {
        null or "" or "embedded" => false,
        "containers" => true,
        var other => throw new DistributedApplicationException($"DataStores is '{other}'; it must be 'embedded' or 'containers'."),
    };

    // Git-ignored and kept between runs; tests give a folder of their own.
    private static string DataDirectory(this IDistributedApplicationBuilder builder, string store) =>
        Path.GetFullPath(Path.Combine(builder.Configuration["DataDirectory"] ?? Path.Combine(builder.AppHostDirectory, "..", ".data"), store));
}
