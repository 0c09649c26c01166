using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AiService.Dashboards;
using SreCopilot.AiService.Peers;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Correlation;

/// <summary><c>/correlation/...</c></summary>
internal static class CorrelationEndpoints
{
    private const int Most = 10;
    private const string Nothing = "No other incident of the project is related.";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public static void MapCorrelations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/correlation/analyze", AnalyzeAsync)
            .Named("correlate_incident").NotAudited("A calculation over what is there.")
            .WithSummary("Other incidents of the project that may have the same cause, at most 10; the result is kept")
            .WithTags("Correlation").Produces<CorrelateResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/correlation/alert-incident", MatchAlerts)
            .Named("correlate_alerts").NotAudited("A calculation; nothing is kept.")
            .WithSummary("Which of the incidents in the request belong to which of the alerts in it")
            .WithTags("Correlation").Produces<AlertIncidentResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/correlation/groups", ListGroupsAsync)
            .Named("list_correlation_groups").WithSummary("Unresolved incidents of the project that belong together: near in time, of one service or of services that call each other")
            .WithTags("Correlation").Produces<GroupsResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<CorrelateResponse>, JsonHttpResult<ErrorBody>>> AnalyzeAsync(
        CorrelateRequest request, HttpContext http, ProjectPeers peers, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        var (incidents, calls) = await ReadAsync(peers, scope, "", cancel);
        if (incidents.Value is not { } page)
        {
            return Away(http);
        }

        var incident = new IncidentBody(Guid.Parse(request.IncidentId!), "", "", request.ServiceName!, "", request.Severity!, request.Detected!.Value, null);
        List<string> symptoms = [.. (request.Symptoms ?? []).Select(symptom => symptom!)];
        var related = page.Items.Where(other => other.Id != incident.Id)
            .Select(other => Correlations.Correlate(incident, symptoms, other, calls))
            .Where(one => one.CorrelationScore > 0)
            .OrderByDescending(one => one.CorrelationScore).ThenBy(one => one.IncidentId).Take(Most).ToList();
        var response = new CorrelateResponse(related, related is [var best, ..] ? $"Look at {best.ServiceName} first: {best.Description}." : Nothing);
        await FindingStore.SaveAsync(database, scope, FindingStore.Correlation, incident.Id.ToString(), JsonSerializer.Serialize(response, AiJson.Default.CorrelateResponse), time, cancel);
        return TypedResults.Ok(response);
    }

    private static Results<Ok<AlertIncidentResponse>, JsonHttpResult<ErrorBody>> MatchAlerts(AlertIncidentRequest request)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        return TypedResults.Ok(new AlertIncidentResponse([.. request.Alerts!.Select(alert => AlertMatching.Match(alert!, request.Incidents!))], request.Alerts!.Count));
    }

    private static async Task<Results<Ok<GroupsResponse>, JsonHttpResult<ErrorBody>>> ListGroupsAsync(HttpContext http, ProjectPeers peers, CancellationToken cancel)
    {
        var (incidents, calls) = await ReadAsync(peers, CallerScope.Of(http.GetCaller()), "&state=detected,acknowledged,investigating,mitigated", cancel);
        if (incidents.Value is not { } page)
        {
            return Away(http);
        }

        var groups = Grouping.Group(page.Items, calls);
        return TypedResults.Ok(new GroupsResponse(groups, groups.Count));
    }

    private static async Task<(PeerAnswer<IncidentPageBody> Incidents, IReadOnlyCollection<(string, string)> Calls)> ReadAsync(
        ProjectPeers peers, CallerScope scope, string filter, CancellationToken cancel)
    {
        var map = peers.GetAsync(peers.Addresses.Metrics, "/traces/services/dependency-map", scope, PeerJson.Default.DependencyMapBody, Deadline, cancel);
        var incidents = await peers.GetAsync(peers.Addresses.Incidents, $"/incidents?limit=100{filter}", scope, PeerJson.Default.IncidentPageBody, Deadline, cancel);
        return (incidents, [.. ((await map).Value?.Edges ?? []).Select(edge => (edge.Source, edge.Target))]);
    }

    private static JsonHttpResult<ErrorBody> Away(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, "Incidents cannot be read at the moment. Try again in a few seconds.", error: "service_unavailable");
    }
}
