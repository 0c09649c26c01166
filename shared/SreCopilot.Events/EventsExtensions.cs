using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.Events;

/// <summary>Registration of events.</summary>
public static class EventsExtensions
{
    /// <summary>
    /// Adds <see cref="EventOutbox"/> and the relay that empties it, for a service that has <c>AddDatabase</c> and
    /// <c>AddRedis</c> and applies <c>outbox-1.sql</c> as one of its migrations. Redis does not decide any more whether the
    /// service is ready: its outage only delays events.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddEventOutbox(this WebApplicationBuilder builder)
    {
        builder.AddEventLog();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RelayTurn>();
        builder.Services.AddSingleton<EventRelay>();
        builder.Services.AddSingleton(services =>
            new EventOutbox(services.GetRequiredService<EventRelay>(), services.GetRequiredService<IOptions<JsonOptions>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<EventRelay>());
        builder.Services.PostConfigure<HealthCheckServiceOptions>(health =>
        {
            foreach (var check in health.Registrations.Where(check => check.Name == "redis"))
            {
                check.Tags.Remove(HealthEndpoints.ReadyTag);
            }
        });
        return builder;
    }

    /// <summary>Adds <see cref="EventLog"/> alone, for a service that reads events; it has <c>AddRedis</c>.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddEventLog(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<EventOptions>().BindConfiguration(EventOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EventOptions>, EventOptionsValidator>();
        builder.Services.AddSingleton<EventLog>();
        return builder;
    }
}
