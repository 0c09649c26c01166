using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SreCopilot.TimeSeries;

/// <summary>Registration of tables of telemetry.</summary>
public static class TimeSeriesRegistration
{
    /// <summary>
    /// Adds tables of telemetry with <see cref="IngestWriter"/>, <see cref="IngestAdmission"/>, <see cref="Partitions"/> and
    /// retention, for a service that has <c>AddDatabase</c> and applies <c>time-series-1.sql</c> as one of its migrations.
    /// May be called once per capability.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="tables">The tables.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddTimeSeries(this IHostApplicationBuilder builder, params IEnumerable<TimeSeriesTable> tables)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        foreach (var table in tables)
        {
            services.AddSingleton(table);
        }

        if (services.Any(service => service.ServiceType == typeof(IngestWriter)))
        {
            return builder;
        }

        services.AddOptions<TimeSeriesOptions>().BindConfiguration(TimeSeriesOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TimeSeriesOptions>, TimeSeriesOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IngestAdmission>();
        services.AddSingleton<Partitions>();
        services.AddSingleton<RetentionPolicies>();
        services.AddSingleton<IngestWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<IngestWriter>());
        services.AddHostedService<RetentionRefresh>();
        return builder.AddLeasedJob<RetentionJob>();
    }

    /// <summary>Adds background work that one replica at a time does.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <typeparam name="TJob">The job.</typeparam>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddLeasedJob<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TJob>(
        this IHostApplicationBuilder builder)
        where TJob : class, ILeasedJob
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<JobLeases>();
        builder.Services.TryAddSingleton<TJob>();
        builder.Services.AddHostedService<LeasedJobRunner<TJob>>();
        return builder;
    }
}
