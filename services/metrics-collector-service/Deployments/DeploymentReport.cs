using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Deployments;

/// <summary>What somebody, or a pipeline, deployed.</summary>
/// <param name="Service">1 to 255 characters; also as service_name.</param>
/// <param name="Version">1 to 128 characters.</param>
/// <param name="CommitSha">1 to 64 characters; services of the platform may leave it out.</param>
/// <param name="Description">Default empty.</param>
/// <param name="DeployedBy">Default unknown.</param>
/// <param name="Timestamp">When it began, and unless completed_at says otherwise when it ended; default now. Also as started_at.</param>
/// <param name="CompletedAt">When it ended.</param>
/// <param name="Environment">Default production.</param>
/// <param name="Status">success (default), failed, in_progress or rolled_back.</param>
/// <param name="Source">manual (default), github, azure_devops, gitlab, jenkins, bitbucket or webhook.</param>
/// <param name="ExternalId">What the pipeline calls it: a second report with the same source and name changes the first.</param>
/// <param name="Url">Where more is to be seen.</param>
/// <param name="ServiceName">Another name of service.</param>
/// <param name="StartedAt">Another name of timestamp.</param>
internal sealed record DeploymentRequest(
    JsonElement Service, JsonElement Version, JsonElement CommitSha, JsonElement Description, JsonElement DeployedBy, JsonElement Timestamp, JsonElement CompletedAt,
    JsonElement Environment, JsonElement Status, JsonElement Source, JsonElement ExternalId, JsonElement Url, JsonElement ServiceName, JsonElement StartedAt);

/// <summary><c>POST /deployments</c></summary>
internal static class DeploymentReport
{
    public static readonly string[] Statuses = ["success", "failed", "in_progress", "rolled_back"];
    public static readonly string[] Sources = ["manual", "github", "azure_devops", "gitlab", "jenkins", "bitbucket", "webhook"];

    public static void MapDeploymentReport(this IEndpointRouteBuilder routes) => routes.MapPost("/deployments", ReportAsync)
        .Named("create_deployment")
        .WithSummary("Records a deployment. With external_id or an Idempotency-Key, a repeated report updates the first; an unfinished state never replaces a finished one")
        .WithTags("Deployments")
        .Produces<Deployment>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<Deployment>, JsonHttpResult<ErrorBody>>> ReportAsync(
        DeploymentRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        var json = new JsonReading();
        var service = json.Name("service", request.Service.Or(request.ServiceName), 255);
        var version = json.Name("version", request.Version, 128);
        var commit = json.Name("commit_sha", request.CommitSha, 64);
        var description = json.Text("description", request.Description, 5000);
        var deployedBy = json.Name("deployed_by", request.DeployedBy, 255, "unknown");
        var environment = json.Name("environment", request.Environment, 50, "production");
        var status = json.Name("status", request.Status, 20, "success");
        var source = json.Name("source", request.Source, 20, "manual");
        var externalId = json.Name("external_id", request.ExternalId, 255, idempotencyKey?.Trim() is { Length: > 0 and <= 255 } key ? key : "");
        var url = json.Name("url", request.Url, 2000);
        var now = TimeText.Stored(time.GetUtcNow());
        var started = json.Time("timestamp", request.Timestamp.Or(request.StartedAt)) ?? now;
        DateTimeOffset? completed = status == "in_progress" ? null : json.Time("completed_at", request.CompletedAt) ?? started;
        if (!Statuses.Contains(status))
        {
            json.Fail("status", $"must be one of {string.Join(", ", Statuses)}");
        }

        if (!Sources.Contains(source))
        {
            json.Fail("source", $"must be one of {string.Join(", ", Sources)}");
        }

        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var missing = new[] { ("service", service), ("version", version), ("commit_sha", caller.Kind == CallerKind.Service ? "-" : commit) }
            .Where(field => field.Item2.Length == 0).Select(field => field.Item1).ToList();
        if (missing.Count > 0)
        {
            return ApiErrors.BadRequest($"Required: {string.Join(", ", missing)}", ErrorCodes.MissingRequiredField);
        }

        await using var session = await database.OpenAsync(caller, cancel);
        // Reports of the same run arrive in any order: what is over stays over, unless it was begun again.
        var deployment = await session.SingleOrDefaultAsync($"""
            insert into deployments as d (id, tenant_id, project_id, service, version, environment, commit_sha, description, deployed_by, status, source, external_id, url,
              started_at, completed_at, created_at, updated_at)
            values ({Guid.NewGuid()}, {caller.TenantId}, {caller.ProjectId}, {service}, {version}, {(environment.Length == 0 ? "production" : environment)}, {commit}, {description},
              {(deployedBy.Length == 0 ? "unknown" : deployedBy)}, {status}, {source}, {(externalId.Length == 0 ? null : externalId)}, {url}, {started}, {completed}, {now}, {now})
            on conflict (project_id, source, external_id) where external_id is not null do update set
              service = excluded.service, version = excluded.version, environment = excluded.environment,
              commit_sha = case when excluded.commit_sha = '' then d.commit_sha else excluded.commit_sha end,
              description = case when excluded.description = '' then d.description else excluded.description end,
              deployed_by = case when excluded.deployed_by = 'unknown' then d.deployed_by else excluded.deployed_by end,
              url = case when excluded.url = '' then d.url else excluded.url end,
              status = case when excluded.status = 'in_progress' and d.status <> 'in_progress' and excluded.started_at <= d.completed_at then d.status else excluded.status end,
              completed_at = case when excluded.status = 'in_progress' and d.status <> 'in_progress' and excluded.started_at <= d.completed_at then d.completed_at else excluded.completed_at end,
              started_at = case when excluded.status = 'in_progress' and excluded.started_at > d.completed_at then excluded.started_at else least(d.started_at, excluded.started_at) end,
              updated_at = excluded.updated_at
            returning {Deployment.Columns}
            """, Deployment.Read, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(deployment!);
    }
}
