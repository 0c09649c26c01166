using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Hypotheses;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Alerts;

/// <summary>A problem that a monitoring system reports.</summary>
/// <param name="DeduplicationKey">What the problem is called there; the same in every report of it. 1 to 300 characters.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 5000 characters; default empty.</param>
/// <param name="ServiceName">What is affected; 1 to 100 characters.</param>
/// <param name="Severity">critical, high, medium (default) or low.</param>
/// <param name="Source">The kind of system, for example alertmanager; 1 to 50 characters.</param>
/// <param name="ReceivedAt">When the report reached the platform; default now.</param>
/// <param name="RaiseSeverity">Whether an incident that is there already and less severe becomes as severe as this report. Default: no,
/// because somebody may have decided otherwise; say so when the problem has become worse.</param>
internal sealed record ProblemRequest(
    string? DeduplicationKey, string? Title, string? Description, string? ServiceName, string? Severity, string? Source, DateTimeOffset? ReceivedAt,
    bool? RaiseSeverity);

/// <summary>The incident of the problem.</summary>
/// <param name="Incident">The unresolved one with the key.</param>
/// <param name="Created">Whether this report made it; false: it was there.</param>
internal sealed record ProblemResponse(Incident Incident, bool Created);

/// <summary>A monitoring system says that a problem is over.</summary>
/// <param name="DeduplicationKey">As in the report of the problem.</param>
/// <param name="Source">The kind of system.</param>
/// <param name="Comment">What the story says about it; default that the source reported it.</param>
internal sealed record RecoveryRequest(string? DeduplicationKey, string? Source, string? Comment);

/// <summary>What became of it.</summary>
/// <param name="Incident">The incident that was resolved; null when none with the key was unresolved.</param>
/// <param name="Resolved">Whether this report resolved it.</param>
internal sealed record RecoveryResponse(Incident? Incident, bool Resolved);

/// <summary><c>POST /internal/incidents</c> and <c>POST /internal/incidents/resolve</c>: both may be repeated without harm.</summary>
internal static class AlertIncidents
{
    private const int KeyLength = 300;
    private const int SourceLength = 50;

    public static void MapAlertIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/internal/incidents", ReportAsync)
            .Named("report_problem")
            .WithSummary("Creates the incident of a problem, or finds the unresolved one that has its key; for integration-service, in the name of the project in its token")
            .WithTags("Internal")
            .Produces<ProblemResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/internal/incidents/resolve", ResolveAsync)
            .Named("report_recovery")
            .WithSummary("Resolves the unresolved incident that has the key, if there is one; for integration-service, in the name of the project in its token")
            .WithTags("Internal")
            .Produces<RecoveryResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<ProblemResponse>, JsonHttpResult<ErrorBody>>> ReportAsync(
        ProblemRequest request, HttpContext http, ServiceDatabase database, IncidentEvents events, AuditLog audit, HypothesisSignal signal, Change change,
        TimeProvider time, CancellationToken cancel)
    {
        List<string> mistakes =
        [
            .. FindMistakes(request.DeduplicationKey, request.Source),
            .. NewIncident.FindMistakes(request.Title, request.Description, request.ServiceName, request.Severity),
        ];
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var report = new NewIncident(
            request.Title!, request.Description ?? "", request.ServiceName!, request.Severity ?? Severity.Medium, request.Source!,
            request.DeduplicationKey, null, request.ReceivedAt ?? time.GetStoredNow());
        var scope = CallerScope.Of(http.GetCaller());
        var author = new Author(null, request.Source!, "");
        var (incident, isNew) = await report.OpenAsync(database, scope, author, events, audit, http, time, cancel);
        if (isNew)
        {
            signal.Set();
        }
        else if (request.RaiseSeverity == true && Severity.IsWorse(report.Severity, incident.Severity))
        {
            incident = await RaiseAsync(incident, report.Severity, http, database, scope, change, author, time, cancel);
        }
        else
        {
            http.SkipAudit(); // One more report of what is known: nothing changed, and there may be very many.
        }

        return TypedResults.Ok(new ProblemResponse(incident, isNew));
    }

    private static async Task<Incident> RaiseAsync(
        Incident incident, string severity, HttpContext http, ServiceDatabase database, CallerScope scope, Change change, Author author, TimeProvider time,
        CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        // Looked at again: it may have changed, or be over, since it was found.
        if (await Incident.LockAsync(session, scope.ProjectId!.Value, incident.Id, cancel) is not { ResolvedAt: null } present || !Severity.IsWorse(severity, present.Severity))
        {
            http.SkipAudit();
            return incident;
        }

        var outcome = SeverityChange.Decide(present, severity, time.GetStoredNow());
        var (raised, _) = await change.ApplyAsync(session, scope, present, outcome, $"{author.Name} reports that it got worse: severity changed from {present.Severity} to {severity}.", author, http, cancel);
        await session.CommitAsync(cancel);
        return raised ?? incident;
    }

    private static async Task<Results<Ok<RecoveryResponse>, JsonHttpResult<ErrorBody>>> ResolveAsync(
        RecoveryRequest request, HttpContext http, ServiceDatabase database, Change change, TimeProvider time, CancellationToken cancel)
    {
        if (FindMistakes(request.DeduplicationKey, request.Source).Concat(Comments.FindMistakes(request.Comment)).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        await using var session = await database.OpenAsync(scope, cancel);
        if (await session.SingleOrDefaultAsync($"""
            select {Incident.Columns} from incidents i
            where i.project_id = {scope.ProjectId} and i.deduplication_key = {request.DeduplicationKey} and i.resolved_at is null for no key update
            """, row => Incident.Read(row), cancel) is not { } incident)
        {
            http.SkipAudit();
            return TypedResults.Ok(new RecoveryResponse(null, false));
        }

        var outcome = StateChange.Decide(incident, State.Resolved, time.GetStoredNow());
        var words = string.IsNullOrWhiteSpace(request.Comment) ? $"{request.Source} reports that the problem is over." : request.Comment;
        var (resolved, refusal) = await change.ApplyAsync(session, scope, incident, outcome, words, new Author(null, request.Source!, ""), http, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        await session.CommitAsync(cancel);
        return TypedResults.Ok(new RecoveryResponse(resolved, true));
    }

    private static IEnumerable<string> FindMistakes(string? key, string? source)
    {
        if (!Text.IsName(key, KeyLength))
        {
            yield return $"deduplication_key: must have 1 to {KeyLength} characters and no control characters";
        }

        if (!Text.IsName(source, SourceLength))
        {
            yield return $"source: must have 1 to {SourceLength} characters and no control characters";
        }
    }
}
