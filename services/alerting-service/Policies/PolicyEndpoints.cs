using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Policies;

/// <summary><c>/policies</c></summary>
internal static class PolicyEndpoints
{
    private static readonly string[] Truths = ["true", "false", "1", "0", "yes", "no", "on", "off"];

    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/policies", CreateAsync)
            .Named("create_policy")
            .Audited("alert_policy.create", "alert_policy")
            .WithSummary("Creates a policy: alerts of which conditions open incidents and are told to which channels. What fires already is told now")
            .WithTags("Policies")
            .Produces<Policy>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict);
        routes.MapGet("/policies", ListAsync)
            .Named("list_policies")
            .WithSummary("The policies of the project, the newest first: enabled")
            .WithTags("Policies")
            .Produces<IReadOnlyList<Policy>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/policies/{policy_id}", GetAsync)
            .Named("get_policy")
            .WithSummary("A policy")
            .WithTags("Policies")
            .Produces<Policy>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPut("/policies/{policy_id}", UpdateAsync)
            .Named("update_policy")
            .Audited("alert_policy.update", "alert_policy")
            .WithSummary("Changes a policy; what is absent or null stays as it is. Channels are told now of what fires and what they did not hear of yet")
            .WithTags("Policies")
            .Produces<Policy>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/policies/{policy_id}", DeleteAsync)
            .Named("delete_policy")
            .Audited("alert_policy.delete", "alert_policy")
            .WithSummary("Deletes a policy; conditions and channels stay")
            .WithTags("Policies")
            .Produces<PolicyDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Policy>, JsonHttpResult<ErrorBody>>> CreateAsync(
        PolicyRequest request, HttpContext http, ServiceDatabase database, AlertLedger ledger, IOptions<LimitOptions> limits, TimeProvider time,
        CancellationToken cancel)
    {
        var mistakes = request.FindMistakes().ToList();
        if (request.Name is null || mistakes.Count > 0)
        {
            return Answers.Refuse(request.Name is null ? mistakes.Prepend("name: is required") : mistakes);
        }

        var (caller, id, now) = (http.GetCaller(), Guid.NewGuid(), time.GetStoredNow());
        var project = caller.ProjectId!.Value;
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Limits.CountAsync(session, project, $"policies", cancel) is var count && count >= limits.Value.MaxOthers)
        {
            return Answers.Full("policies", count);
        }

        await session.ExecuteAsync($"""
            insert into policies (id, tenant_id, project_id, name, description, incident_preference, opens_incidents, includes_monitors, enabled, created_at, updated_at)
            values ({id}, {caller.TenantId}, {project}, {request.Name}, {request.Description ?? ""}, {request.IncidentPreference ?? Policy.PerCondition},
              {request.OpensIncidents ?? true}, {request.IncludesMonitors ?? false}, {request.Enabled ?? true}, {now}, {now})
            """, cancel);
        return await EndAsync(session, ledger, request, project, id, cancel);
    }

    private static async Task<Results<Ok<IReadOnlyList<Policy>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "enabled")] string? enabled, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        bool? isEnabled = reader.Word("enabled", enabled?.ToLowerInvariant(), Truths) is { } truth ? truth is "true" or "1" or "yes" or "on" : null;
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return TypedResults.Ok<IReadOnlyList<Policy>>(await Policy.ListAsync(
            session, $"where p.project_id = {http.GetCaller().ProjectId} and ({isEnabled}::boolean is null or p.enabled = {isEnabled}) order by p.created_at desc, p.id desc", cancel));
    }

    private static async Task<Results<Ok<Policy>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "policy_id")] Guid policyId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return await Policy.FindAsync(session, http.GetCaller().ProjectId!.Value, policyId, cancel) is { } policy ? TypedResults.Ok(policy) : Answers.NotFound("policy");
    }

    private static async Task<Results<Ok<Policy>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "policy_id")] Guid policyId, PolicyRequest request, HttpContext http, ServiceDatabase database, AlertLedger ledger, TimeProvider time,
        CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return Answers.Refuse(mistakes);
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var changed = await session.ExecuteAsync($"""
            update policies p set name = coalesce({request.Name}, p.name), description = coalesce({request.Description}, p.description),
              incident_preference = coalesce({request.IncidentPreference}, p.incident_preference), opens_incidents = coalesce({request.OpensIncidents}, p.opens_incidents),
              includes_monitors = coalesce({request.IncludesMonitors}, p.includes_monitors), enabled = coalesce({request.Enabled}, p.enabled), updated_at = {time.GetStoredNow()}
            where p.id = {policyId} and p.project_id = {project}
            """, cancel);
        return changed == 0 ? Answers.NotFound("policy") : await EndAsync(session, ledger, request, project, policyId, cancel);
    }

    private static async Task<Results<Ok<PolicyDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "policy_id")] Guid policyId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var deleted = await session.ExecuteAsync($"delete from policies where id = {policyId} and project_id = {http.GetCaller().ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return deleted == 0 ? Answers.NotFound("policy") : TypedResults.Ok(new PolicyDeleted("deleted", policyId));
    }

    private static async Task<Results<Ok<Policy>, JsonHttpResult<ErrorBody>>> EndAsync(
        DatabaseSession session, AlertLedger ledger, PolicyRequest request, Guid project, Guid id, CancellationToken cancel)
    {
        if (await request.LinkAsync(session, project, id, cancel) is { Count: > 0 } unknown)
        {
            return Answers.Refuse(unknown);
        }

        var policy = (await Policy.FindAsync(session, project, id, cancel))!;
        if (policy.Enabled)
        {
            await ledger.CatchUpAsync(session, project, policy, cancel);
        }

        await session.CommitAsync(cancel);
        return TypedResults.Ok(policy);
    }
}
