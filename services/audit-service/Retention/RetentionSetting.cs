using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Retention;

/// <summary>How long entries are to be kept.</summary>
/// <param name="RetentionDays">In days; null for the platform's default.</param>
internal sealed record RetentionRequest(int? RetentionDays);

/// <summary>How long entries are kept.</summary>
/// <param name="RetentionDays">In days.</param>
/// <param name="IsDefault">Whether that is the platform's default.</param>
/// <param name="MinimumDays">The fewest days that may be chosen.</param>
internal sealed record RetentionBody(int RetentionDays, bool IsDefault, int MinimumDays);

/// <summary><c>GET</c> and <c>PUT /audit-logs/retention</c></summary>
internal static class RetentionSetting
{
    public static void MapRetentionSetting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit-logs/retention", ShowAsync)
            .Named("get_audit_retention")
            .WithSummary("How long the organisation's entries are kept")
            .WithTags("Retention")
            .Produces<RetentionBody>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPut("/audit-logs/retention", ChangeAsync)
            .Named("change_audit_retention")
            .Audited("audit.retention_change", "audit_log")
            .WithSummary("Says how long the organisation's entries are kept; null for the platform's default")
            .WithTags("Retention")
            .Produces<RetentionBody>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
    }

    public static Task<int?> FindAsync(DatabaseSession session, Guid tenantId, CancellationToken cancel) =>
        session.SingleOrDefaultAsync<int?>($"select retention_days from audit_settings where tenant_id = {tenantId} for update", row => row.GetInt32(0), cancel);

    private static async Task<Ok<RetentionBody>> ShowAsync(HttpContext http, ServiceDatabase database, IOptions<RetentionOptions> options, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok(Body(await FindAsync(session, caller.TenantId!.Value, cancel), options.Value));
    }

    private static async Task<Results<Ok<RetentionBody>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        RetentionRequest request, HttpContext http, ServiceDatabase database, AuditLog audit, IOptions<RetentionOptions> options, TimeProvider time, CancellationToken cancel)
    {
        if (request.RetentionDays is { } days && (days < options.Value.MinimumDays || days > RetentionRegistration.MostDays))
        {
            return ApiErrors.Unprocessable([$"retention_days: must be from {options.Value.MinimumDays} to {RetentionRegistration.MostDays}"]);
        }

        var caller = http.GetCaller();
        var tenant = caller.TenantId!.Value;
        await using var session = await database.OpenAsync(caller, cancel);
        var before = await FindAsync(session, tenant, cancel);
        await (request.RetentionDays is { } wanted
            ? session.ExecuteAsync($"""
                insert into audit_settings (tenant_id, retention_days, updated_at) values ({tenant}, {wanted}, {time.GetUtcNow()})
                on conflict (tenant_id) do update set retention_days = excluded.retention_days, updated_at = excluded.updated_at
                """, cancel)
            : session.ExecuteAsync($"delete from audit_settings where tenant_id = {tenant}", cancel));
        audit.Add(session, http, new AuditEntry
        {
            Before = new AuditFields { { "retention_days", before } },
            After = new AuditFields { { "retention_days", request.RetentionDays } },
        });
        await session.CommitAsync(cancel);
        return TypedResults.Ok(Body(request.RetentionDays, options.Value));
    }

    private static RetentionBody Body(int? days, RetentionOptions options) => new(days ?? options.Days, days is null, options.MinimumDays);
}
