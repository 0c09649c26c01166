using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.Database;

/// <summary>Adds the service's database to its host.</summary>
public static partial class DatabaseRegistration
{
    /// <summary>
    /// Adds <see cref="ServiceDatabase"/>, applies the schema's migrations in the background at start, and reports ready
    /// when they are applied and PostgreSQL answers. The host starts and stays alive without a database.
    /// </summary>
    /// <param name="builder">The service's host.</param>
    /// <param name="schema">The service's own PostgreSQL schema, for example <c>auth</c>.</param>
    /// <param name="migrations">The assembly that embeds <c>Migrations/0001_name.sql</c> and so on.</param>
    /// <typeparam name="TBuilder">The host's type.</typeparam>
    /// <returns>The same builder.</returns>
    public static TBuilder AddDatabase<TBuilder>(this TBuilder builder, string schema, Assembly migrations)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!SchemaName().IsMatch(schema))
        {
            throw new ArgumentException($"'{schema}' is not a schema name: lower-case letters, digits and underscores only.", nameof(schema));
        }

        var steps = Migration.FromAssembly(migrations);
        var setup = new DatabaseOptionsSetup(builder.Configuration, builder.Environment.ApplicationName, schema);

        var services = builder.Services;
        services.AddSingleton<IConfigureOptions<DatabaseOptions>>(setup);
        services.AddSingleton<IValidateOptions<DatabaseOptions>>(setup);
        services.AddOptions<DatabaseOptions>().ValidateOnStart();
        services.AddSingleton(CreateDataSource);
        services.AddSingleton<DatabaseReadiness>();
        services.AddSingleton(provider => new ServiceDatabase(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<DatabaseReadiness>()));
        services.AddSingleton(provider => new SchemaMigrator(provider.GetRequiredService<NpgsqlDataSource>(), schema, steps, provider.GetRequiredService<ILogger<SchemaMigrator>>()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostedService<MigrationService>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>(DatabaseHealthCheck.Name, tags: [HealthEndpoints.ReadyTag]);
        services.Configure<DependencyFaults>(faults => faults.Add("database", DatabaseFaults.IsUnavailable));

        // Npgsql logs every command at Information; its spans say the same and more.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        return builder;
    }

    private static NpgsqlDataSource CreateDataSource(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var source = new NpgsqlSlimDataSourceBuilder(options.ConnectionString)
        {
            // The pool's name in metrics; by default that would be the whole address, and /metrics is public.
            Name = options.Schema,
        };
        source.EnableTransportSecurity();
        source.EnableArrays();
        source.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
        // The health probe, the scope of a session and the pool's new connections would only hide the spans that matter.
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(command =>
                command.CommandText is not (DatabaseHealthCheck.Probe or ServiceDatabase.ScopeCommand or ServiceDatabase.ScopeAndRoleCommand))
            .ConfigureCommandSpanNameProvider(command => SpanNames.Of(command.CommandText))
            .ConfigureBatchSpanNameProvider(batch => SpanNames.OfBatch(batch.BatchCommands[0].CommandText, batch.BatchCommands.Count))
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaName();
}
