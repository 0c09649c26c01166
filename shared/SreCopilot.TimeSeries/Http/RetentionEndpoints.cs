using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.TimeSeries;

/// <summary>How long rows of a signal are kept.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Days">Days.</param>
/// <param name="DefaultDays">Days where a project says nothing.</param>
public sealed record SignalRetention(string Signal, int Days, int DefaultDays);

/// <summary>What a project wants.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Days">Days; null for the default.</param>
public sealed record RetentionRequest(string? Signal, int? Days);

/// <summary>JSON metadata of retention.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RetentionRequest))]
[JsonSerializable(typeof(IReadOnlyList<SignalRetention>))]
public sealed partial class RetentionJson : JsonSerializerContext;

/// <summary><c>GET</c> and <c>PUT /retention</c></summary>
public static class RetentionEndpoints
{
    /// <summary>Maps both.</summary>
    /// <param name="routes">The service.</param>
    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/retention", ListAsync)
            .WithName("get_retention").WithSummary("How long the project's rows are kept, per signal").WithTags("Retention")
            .Produces<IReadOnlyList<SignalRetention>>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden)
            .RequireUser();
        routes.MapPut("/retention", SetAsync)
            .WithName("set_retention").WithSummary("Sets how long rows of one signal are kept; days null for the default. Needs an admin of the project").WithTags("Retention")
            .Produces<IReadOnlyList<SignalRetention>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden)
            .RequireUser();
    }

    private static async Task<Results<JsonHttpResult<IReadOnlyList<SignalRetention>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, RetentionPolicies policies, CancellationToken cancel)
    {
        if (http.GetCaller() is not { ProjectId: not null, ProjectRole: "viewer" or "engineer" or "admin" or "owner" } caller)
        {
            return ApiErrors.Forbidden("This needs a role in the project.");
        }

        await using var session = await database.OpenAsync(caller, cancel);
        return await ReadAsync(session, caller, policies, cancel);
    }

    private static async Task<Results<JsonHttpResult<IReadOnlyList<SignalRetention>>, JsonHttpResult<ErrorBody>>> SetAsync(
        RetentionRequest request, HttpContext http, ServiceDatabase database, RetentionPolicies policies, CancellationToken cancel)
    {
        if (http.GetCaller() is not { ProjectId: { } project, ProjectRole: "admin" or "owner" } caller)
        {
            return ApiErrors.Forbidden("This needs the role admin in the project.");
        }

        if (request.Signal is null || !policies.Signals.Contains(request.Signal))
        {
            return ApiErrors.BadRequest($"signal: must be one of {string.Join(", ", policies.Signals.Order())}", ErrorCodes.InvalidFieldValue);
        }

        if (request.Days is { } days && (days < 1 || days > policies.LongestDays))
        {
            return ApiErrors.BadRequest($"days: must be a number from 1 to {policies.LongestDays}, or null", ErrorCodes.InvalidFieldValue);
        }

        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"delete from retention where project_id = {project} and signal = {request.Signal}", cancel);
        if (request.Days is { } wanted)
        {
            await session.ExecuteAsync($"""
                insert into retention (project_id, tenant_id, signal, days) values ({project}, {caller.TenantId}, {request.Signal}, {wanted})
                on conflict (project_id, signal) do update set days = excluded.days, updated_at = clock_timestamp()
                """, cancel);
        }

        var answer = await ReadAsync(session, caller, policies, cancel);
        await session.CommitAsync(cancel);
        return answer;
    }

    private static async Task<JsonHttpResult<IReadOnlyList<SignalRetention>>> ReadAsync(DatabaseSession session, Caller caller, RetentionPolicies policies, CancellationToken cancel)
    {
        var rows = await session.ListAsync($"select signal, days from retention where project_id = {caller.ProjectId}", row => (Signal: row.GetString(0), Days: row.GetInt32(1)), cancel);
        var set = rows.ToDictionary(row => row.Signal, row => row.Days);
        IReadOnlyList<SignalRetention> answer =
            [.. policies.Signals.Order().Select(signal => new SignalRetention(signal, set.GetValueOrDefault(signal, policies.DefaultDays(signal)), policies.DefaultDays(signal)))];
        return TypedResults.Json(answer, RetentionJson.Default.IReadOnlyListSignalRetention);
    }
}
