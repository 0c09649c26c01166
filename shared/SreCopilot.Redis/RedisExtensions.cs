using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Health;
using StackExchange.Redis;

namespace SreCopilot.Redis;

/// <summary>The one way a service gets at Redis.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Adds one shared <see cref="IConnectionMultiplexer"/>, a readiness check and a span per command. The connection is made
    /// in the background: a service starts without Redis, is unready meanwhile and recovers by itself.
    /// </summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RedisOptions>().ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<RedisOptions>, RedisOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsSetup>();
        builder.Services.AddSingleton<RedisSpans>();
        builder.Services.AddSingleton(Connect);
        builder.Services.AddSingleton<IStartupFilter, RedisSpansFilter>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", tags: [HealthEndpoints.ReadyTag]);
        builder.Services.Configure<DependencyFaults>(faults =>
            faults.Add("cache", exception => exception is RedisConnectionException or RedisTimeoutException));
        return builder;
    }

    private static IConnectionMultiplexer Connect(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IOptions<RedisOptions>>().Value.ConnectionString;
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        if (!configuration.Contains("timeout=", StringComparison.OrdinalIgnoreCase))
        {
            options.ConnectTimeout = 2_000;
            options.AsyncTimeout = 2_000;
            options.SyncTimeout = 2_000;
        }

        // A command that cannot be sent now fails at once instead of waiting for the connection.
        options.BacklogPolicy = BacklogPolicy.FailFast;

        var connection = ConnectionMultiplexer.Connect(options);
        connection.RegisterProfiler(services.GetRequiredService<RedisSpans>().CurrentSession);
        return connection;
    }
}
