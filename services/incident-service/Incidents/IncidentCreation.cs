using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Hypotheses;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>What a user reports.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 5000 characters; default empty.</param>
/// <param name="ServiceName">What is affected; 1 to 100 characters.</param>
/// <param name="Severity">critical, high, medium (default) or low.</param>
internal sealed record CreateIncidentRequest(string? Title, string? Description, string? ServiceName, string? Severity);

/// <summary><c>POST /incidents</c></summary>
internal static class IncidentCreation
{
    private const int KeyLength = 255;

    public static void MapIncidentCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/incidents", CreateAsync)
        .Named("create_incident")
        .WithSummary("Reports an incident; hypotheses about its cause follow in the background. With an Idempotency-Key, a repeated request answers with the incident of the first")
        .WithTags("Incidents")
        .Produces<Incident>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Incident>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateIncidentRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext http, ServiceDatabase database,
        ProjectDirectory directory, IncidentEvents events, AuditLog audit, HypothesisSignal signal, TimeProvider time, CancellationToken cancel)
    {
        var receivedAt = time.GetStoredNow();
        var mistakes = NewIncident.FindMistakes(request.Title, request.Description, request.ServiceName, request.Severity).ToList();
        if (idempotencyKey is not null && !Text.IsName(idempotencyKey, KeyLength))
        {
            mistakes.Add($"Idempotency-Key: must have 1 to {KeyLength} characters and no control characters");
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var author = await directory.FindAuthorAsync(caller, cancel);
        var report = new NewIncident(
            request.Title!, request.Description ?? "", request.ServiceName!, request.Severity ?? Severity.Medium, "manual", null, idempotencyKey, receivedAt);
        var (incident, isNew) = await report.OpenAsync(database, CallerScope.Of(caller), author, events, audit, http, time, cancel);
        if (isNew)
        {
            signal.Set();
            await events.WaitUntilSentAsync(cancel);
        }
        else
        {
            http.DescribeAudit(new AuditEntry { ResourceId = incident.Id.ToString(), Metadata = new AuditFields { { "repeated", true } } });
        }

        return TypedResults.Ok(incident);
    }
}
