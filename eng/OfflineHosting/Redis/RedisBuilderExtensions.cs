using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adds and configures Redis servers.</summary>
public static class RedisBuilderExtensions
{
    private const string Registry = "docker.io";
    private const string Image = "library/redis";
    private const string Tag = "8.6";

    /// <summary>Adds a Redis server in a container, with a generated password.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource and of its connection.</param>
    /// <param name="port">The port that clients use; any free one by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port) => builder.AddRedis(name, port, null);

    /// <summary>Adds a Redis server in a container.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource and of its connection.</param>
    /// <param name="port">The port that clients use; any free one by default.</param>
    /// <param name="password">The password; a generated one by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // No special characters: clients split connection strings at commas.
        var redis = new RedisResource(name, password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false));
        string? connectionString = null;
        var healthCheck = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(healthCheck, SingletonCheck(() => connectionString), failureStatus: null, tags: null));

        return builder.AddResource(redis)
            .WithEndpoint(port: port, targetPort: RedisResource.DefaultPort, name: RedisResource.PrimaryEndpointName, scheme: "redis")
            .WithImage(Image, Tag)
            .WithImageRegistry(Registry)
            .WithHealthCheck(healthCheck)
            .WithEntrypoint("/bin/sh")
            .WithEnvironment(context =>
            {
                if (redis.PasswordParameter is { } parameter)
                {
                    context.EnvironmentVariables["REDIS_PASSWORD"] = parameter;
                }
            })
            .WithArgs(context => AddArguments(context, redis))
            .OnConnectionStringAvailable(async (resource, _, cancellationToken) => connectionString = await resource.GetConnectionStringAsync(cancellationToken));
    }

    /// <summary>Chooses the password.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="password">The password; nothing means none.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> WithPassword(this IResourceBuilder<RedisResource> builder, IResourceBuilder<ParameterResource>? password)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.PasswordParameter = password?.Resource;
        return builder;
    }

    /// <summary>Chooses the port that clients use.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port; nothing means any free one.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port) =>
        builder.WithEndpoint(RedisResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    /// <summary>Keeps the data in a volume, and switches snapshots on unless it is read-only.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the volume; one that is the same in every run by default.</param>
    /// <param name="isReadOnly">Whether the server may only read it.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), "/data", isReadOnly);
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Keeps the data in a folder of this machine, and switches snapshots on unless it is read-only.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The folder, relative to the AppHost.</param>
    /// <param name="isReadOnly">Whether the server may only read it.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> WithDataBindMount(this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithBindMount(source, "/data", isReadOnly);
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Writes the data to disk from time to time.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="interval">The time between two snapshots; a minute by default.</param>
    /// <param name="keysChangedThreshold">How many keys must have changed.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new RedisPersistenceAnnotation(interval ?? TimeSpan.FromMinutes(1), keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);
    }

    private static void AddArguments(CommandLineArgsCallbackContext context, RedisResource redis)
    {
        List<string> arguments = ["redis-server"];
        if (redis.PasswordParameter is not null)
        {
            arguments.AddRange(["--requirepass", "$REDIS_PASSWORD"]);
        }

        if (redis.TryGetLastAnnotation<RedisPersistenceAnnotation>(out var persistence))
        {
            arguments.AddRange(["--save", persistence.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture), persistence.KeysChanged.ToString(CultureInfo.InvariantCulture)]);
        }

        // The entrypoint is a shell, which fills in the password: it stands in no model, manifest or container description.
        context.Args.Add("-c");
        context.Args.Add(string.Join(' ', arguments));
    }

    // One check, and with it one connection, for all runs of the check.
    private static Func<IServiceProvider, IHealthCheck> SingletonCheck(Func<string?> connectionString)
    {
        var check = new RedisHealthCheck(connectionString);
        return _ => check;
    }

    private sealed record RedisPersistenceAnnotation(TimeSpan Interval, long KeysChanged) : IResourceAnnotation;
}
