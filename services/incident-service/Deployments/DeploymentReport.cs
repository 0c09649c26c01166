using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Deployments;

/// <summary>A deployment, as it is now.</summary>
/// <param name="Id">What it is called; the same in every report of it. 1 to 500 characters.</param>
/// <param name="ServiceName">What was deployed; 1 to 255 characters.</param>
/// <param name="Version">1 to 255 characters.</param>
/// <param name="Environment">Where to; 1 to 255 characters.</param>
/// <param name="Status">success, failed, in_progress or rolled_back.</param>
/// <param name="DeployedBy">Who did it; at most 255 characters, default unknown.</param>
/// <param name="Source">By which system, for example github; 1 to 50 characters.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Url">Where more is to be seen; at most 2000 characters.</param>
internal sealed record DeploymentRequest(
    string? Id, string? ServiceName, string? Version, string? Environment, string? Status, string? DeployedBy, string? Source, DateTimeOffset? StartedAt, string? Url);

/// <summary>What became of it.</summary>
/// <param name="Incidents">In how many stories it is told since this report.</param>
internal sealed record DeploymentResponse(int Incidents);

/// <summary><c>POST /internal/deployments</c>: may be repeated without harm.</summary>
internal static class DeploymentReport
{
    private static readonly Dictionary<string, string> Outcomes = new() { ["success"] = "succeeded", ["failed"] = "failed", ["in_progress"] = "is in progress", ["rolled_back"] = "was rolled back" };

    public static void MapDeploymentReport(this IEndpointRouteBuilder routes) => routes.MapPost("/internal/deployments", ReportAsync)
        .Named("report_deployment")
        .WithSummary("Tells a deployment in the stories of the incidents that were open when it began or begin within an hour after it, once in each; a later report changes what is told. For cicd-connector-service, in the name of the project in its token")
        .WithTags("Internal")
        .Produces<DeploymentResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<DeploymentResponse>, JsonHttpResult<ErrorBody>>> ReportAsync(
        DeploymentRequest request, HttpContext http, ServiceDatabase database, IncidentEvents events, AuditLog audit, TimeProvider time, CancellationToken cancel)
    {
        if (FindMistakes(request).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        var now = time.GetStoredNow();
        var started = request.StartedAt!.Value.ToStored();
        var content = Describe(request, started);
        await using var session = await database.OpenAsync(scope, cancel);
        await DeploymentStory.LockAsync(session, scope, cancel);
        await session.ExecuteAsync($"""
            insert into deployments as d (id, project_id, tenant_id, started_at, content, author, updated_at)
            values ({request.Id}, {scope.ProjectId}, {scope.TenantId}, {started}, {content}, {request.Source}, {now})
            on conflict (project_id, id) do update set started_at = excluded.started_at, content = excluded.content, author = excluded.author, updated_at = excluded.updated_at
            """, cancel);
        session.Defer($"""
            update incident_activities a set content = {content} from incident_deployments l
            where l.project_id = {scope.ProjectId} and l.deployment_id = {request.Id} and a.id = l.activity_id and a.incident_id = l.incident_id and a.content <> {content}
            """);
        var told = await DeploymentStory.AddAsync(session, scope, request.Id!, now, cancel);
        foreach (var incidentId in told)
        {
            if (await Incident.FindAsync(session, scope.ProjectId!.Value, incidentId, cancel) is { } incident)
            {
                events.Updated(session, incident, scope);
            }
        }

        if (told.Count > 0)
        {
            audit.Add(session, http, new AuditEntry { ResourceType = "deployment", ResourceId = request.Id, Metadata = new AuditFields { { "incidents", told.Count } } });
        }
        else
        {
            http.SkipAudit(); // No story has become another one, and there may be very many.
        }

        session.Defer($"delete from deployments where project_id = {scope.ProjectId} and started_at < {now - DeploymentStory.Kept} and updated_at < {now - DeploymentStory.Kept}");
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new DeploymentResponse(told.Count));
    }

    // Deployment of web 1.4.2 to production by ana succeeded; it began at 2026-03-01 10:05:00Z. https://...
    private static string Describe(DeploymentRequest request, DateTimeOffset started) =>
        $"Deployment of {request.ServiceName} {request.Version} to {request.Environment} by {(string.IsNullOrEmpty(request.DeployedBy) ? "unknown" : request.DeployedBy)} "
        + $"{Outcomes[request.Status!]}; it began at {started.UtcDateTime:u}.{(string.IsNullOrEmpty(request.Url) ? "" : $" {request.Url}")}";

    private static IEnumerable<string> FindMistakes(DeploymentRequest request)
    {
        (string Name, string? Value, int Length)[] needed =
            [("id", request.Id, 500), ("service_name", request.ServiceName, 255), ("version", request.Version, 255), ("environment", request.Environment, 255), ("source", request.Source, 50)];
        foreach (var (name, _, length) in needed.Where(field => !Text.IsName(field.Value, field.Length)))
        {
            yield return $"{name}: must have 1 to {length} characters and no control characters";
        }

        (string Name, string? Value, int Length)[] optional = [("deployed_by", request.DeployedBy, 255), ("url", request.Url, 2000)];
        foreach (var (name, _, length) in optional.Where(field => !string.IsNullOrEmpty(field.Value) && !Text.IsLine(field.Value, field.Length)))
        {
            yield return $"{name}: must have at most {length} characters and no control characters";
        }

        if (request.Status is null || !Outcomes.ContainsKey(request.Status))
        {
            yield return $"status: must be one of {string.Join(", ", Outcomes.Keys)}";
        }

        if (request.StartedAt is null || request.StartedAt.Value.Year is < 2000 or > 9000)
        {
            yield return "started_at: must be a time such as 2026-03-01T10:20:30Z";
        }
    }
}
