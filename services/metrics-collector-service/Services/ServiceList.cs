using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>A service in the registry.</summary>
/// <param name="ServiceName">Its name.</param>
/// <param name="Source">sdk, agent, cloud_discovery or manual: who spoke of it.</param>
/// <param name="LastSeen">When something spoke of it last.</param>
/// <param name="ServiceType">backend, frontend, database, cache, worker, cloud_vm or container.</param>
/// <param name="FirstSeen">When something spoke of it first.</param>
internal sealed record RegisteredService(string ServiceName, string Source, DateTimeOffset LastSeen, string ServiceType, DateTimeOffset FirstSeen);

/// <summary>Services of which another service of the platform heard.</summary>
/// <param name="Services">Objects with service_name, and optionally source, service_type and last_seen; at most 1000.</param>
internal sealed record RegisterServicesRequest(JsonElement Services);

/// <summary>The answer.</summary>
/// <param name="Registered">How many were named.</param>
internal sealed record ServicesRegistered(int Registered);

/// <summary><c>GET /metrics/services</c>, <c>GET /services/registry</c> and how other services feed it.</summary>
internal static class ServiceList
{
    private static readonly string[] Sources = ["sdk", "agent", "cloud_discovery", "manual"];
    private static readonly string[] Types = ["backend", "frontend", "database", "cache", "worker", "cloud_vm", "container"];

    public static void MapServiceList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics/services", ListNamesAsync)
            .Named("list_services")
            .WithSummary("The names of all services that any signal spoke of; with a time range only those that it spoke of in it or later")
            .WithTags("Services")
            .WithTimeRange()
            .Produces<IReadOnlyList<string>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/services/registry", ListAsync)
            .Named("get_registry")
            .WithSummary("All services that any signal spoke of, by name; limit 1 to 5000, default 5000")
            .WithTags("Services")
            .WithPages()
            .Produces<IReadOnlyList<RegisteredService>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/internal/services", RegisterAsync)
            .Named("register_services")
            .NotAudited("What other services saw of a project's services; nobody did anything.")
            .WithSummary("Adds services to the registry, or says that they are still there; for other services of the platform")
            .WithTags("Internal")
            .Produces<ServicesRegistered>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<IReadOnlyList<string>>, JsonHttpResult<ErrorBody>>> ListNamesAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var (services, refusal) = await ReadAsync(http, database, time, cancel);
        return refusal is not null ? refusal : TypedResults.Ok<IReadOnlyList<string>>([.. services.Select(service => service.ServiceName)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<RegisteredService>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var (services, refusal) = await ReadAsync(http, database, time, cancel);
        return refusal is not null ? refusal : TypedResults.Ok<IReadOnlyList<RegisteredService>>(services);
    }

    private static async Task<(List<RegisteredService> Services, JsonHttpResult<ErrorBody>? Refusal)> ReadAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (range, limit, offset) = (query.OpenRange(time.GetUtcNow()), query.Limit(5000, 5000), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return ([], refusal);
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return (await session.ListAsync($"""
            select service_name, source, last_seen, service_type, first_seen from services
            where project_id = {caller.ProjectId} and last_seen >= {range.From} and first_seen < {range.To}
            order by service_name collate "C" limit {limit} offset {offset}
            """, row => new RegisteredService(
                row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4)), cancel), null);
    }

    private static async Task<Results<Ok<ServicesRegistered>, JsonHttpResult<ErrorBody>>> RegisterAsync(
        RegisterServicesRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var now = time.GetUtcNow();
        var facts = new Facts();
        foreach (var item in json.Items("services", request.Services, 1000))
        {
            var (source, type) = (json.Name("source", item.Field("source"), 20, "sdk"), json.Name("service_type", item.Field("service_type"), 20, "backend"));
            if (!Sources.Contains(source) || !Types.Contains(type))
            {
                json.Fail("source", $"must be one of {string.Join(", ", Sources)}, and service_type one of {string.Join(", ", Types)}");
            }

            var seen = json.Time("last_seen", item.Field("last_seen")) ?? now;
            facts.Saw(json.RequiredName("service_name", item.Field("service_name", "name"), Names.ServiceLength), source, type, seen > now ? now : seen);
        }

        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        await Registry.SaveAsync(session, [.. facts.Services.Values.Select(fact => (new Owner(caller.TenantId!.Value, caller.ProjectId!.Value), fact))], cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new ServicesRegistered(facts.Services.Count));
    }
}
