using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Chain;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Intake;

/// <summary><c>POST /internal/audit-entries</c>: what the services send. May be repeated without harm.</summary>
internal static class IntakeEndpoint
{
    public const int MaximumBody = 8 * 1024 * 1024;

    private const int MostEntries = 500;

    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/internal/audit-entries", AddAsync)
            .Named("add_audit_entries")
            .NotAudited("These are the entries.")
            .WithSummary($"Stores entries, at most {MostEntries} at once, each exactly once; 200 names those that it will never take")
            .WithTags("Internal")
            .Produces<AuditReceipt>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapEntryCreation();
    }

    private static async Task<Results<Ok<AuditReceipt>, JsonHttpResult<ErrorBody>>> AddAsync(AuditBatch batch, ChainWriter chain, CancellationToken cancel)
    {
        if (!EntryRules.IsSource(batch.Source))
        {
            return ApiErrors.Unprocessable(["source: must be the name of a service"]);
        }

        if (batch.Entries is not { Count: <= MostEntries } entries || entries.Contains(null!))
        {
            return ApiErrors.Unprocessable([$"entries: must be at most {MostEntries} entries"]);
        }

        return TypedResults.Ok(await chain.WriteAsync(batch.Source, entries, cancel));
    }
}
