using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Chain;
using SreCopilot.AuditService.Entries;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Intake;

/// <summary>One entry, by the contract.</summary>
/// <param name="UserId">Who; 1 to 255 characters.</param>
/// <param name="UserEmail">The e-mail address; may be empty.</param>
/// <param name="TenantId">Must be the tenant in whose name the service calls, or absent.</param>
/// <param name="Action">For example <c>incident.update</c>.</param>
/// <param name="ResourceType">For example <c>incident</c>.</param>
/// <param name="ResourceId">Which one.</param>
/// <param name="Changes"><c>{"before": ..., "after": ...}</c></param>
/// <param name="IpAddress">From where.</param>
/// <param name="UserAgent">With what.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Success">Default true.</param>
/// <param name="ErrorMessage">Why not.</param>
/// <param name="Metadata">Anything else.</param>
internal sealed record CreateEntryRequest(
    string? UserId, string? UserEmail, string? TenantId, string? Action, string? ResourceType, string? ResourceId, JsonElement? Changes,
    string? IpAddress, string? UserAgent, string? RequestId, bool? Success, string? ErrorMessage, JsonElement? Metadata);

/// <summary><c>POST /audit-logs</c>: for services that write a single entry, in the name of the tenant in their token.</summary>
internal static class EntryCreation
{
    public static void MapEntryCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/audit-logs", CreateAsync)
        .Named("create_audit_log")
        .NotAudited("This is the entry.")
        .WithSummary("Stores one entry of the tenant in the service's token")
        .WithTags("Internal")
        .Produces<EntryBody>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<EntryBody>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateEntryRequest request, HttpContext http, ChainWriter chain, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        if (caller.TenantId is not { } tenant || (request.TenantId is { Length: > 0 } named && (!Guid.TryParse(named, out var id) || id != tenant)))
        {
            return ApiErrors.Forbidden("An entry is stored for the tenant in whose name the service calls, and no other.");
        }

        var record = RecordOf(request, caller, tenant, time.GetUtcNow());
        if (EntryRules.FindMistakes(record).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        await chain.WriteAsync("api", [record], cancel);
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok((await EntryQueries.FindAsync(session, tenant, record.Id, cancel))!);
    }

    private static AuditRecord RecordOf(CreateEntryRequest request, Caller caller, Guid tenant, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Timestamp = now,
        TenantId = tenant,
        ProjectId = caller.ProjectId,
        ActorType = "user",
        UserId = request.UserId ?? "",
        UserEmail = request.UserEmail ?? "",
        UserRole = null,
        Action = request.Action ?? "",
        ResourceType = request.ResourceType ?? "",
        ResourceId = request.ResourceId,
        Changes = request.Changes is { ValueKind: JsonValueKind.Null } ? null : request.Changes,
        IpAddress = request.IpAddress ?? "",
        UserAgent = request.UserAgent ?? "",
        RequestId = request.RequestId,
        TraceId = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
        Success = request.Success ?? true,
        ErrorMessage = request.ErrorMessage,
        Metadata = request.Metadata is { ValueKind: JsonValueKind.Null } ? null : request.Metadata,
    };
}
