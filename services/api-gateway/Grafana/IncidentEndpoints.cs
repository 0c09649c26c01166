using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The body of <c>POST /api/v1/grafana/create-incident</c>.</summary>
internal sealed record CreateIncidentRequest(
    string? MetricName, string? Expr, string? PanelTitle, string? DashboardUid, int? PanelId, string? Severity, double? LatestValue, double? ExpectedValue, string? ServiceName);

/// <summary>Its answer.</summary>
internal sealed record CreatedIncident(bool Success, JsonElement Incident, GrafanaContext GrafanaContext);

/// <summary>Where the incident came from.</summary>
internal sealed record GrafanaContext(string DashboardUid, int? PanelId, string MetricName);

/// <summary>What ai-service is asked for better words.</summary>
internal sealed record AnomalyQuestion(string MetricName, string PanelTitle, double? LatestValue, double? ExpectedValue, string Expr, string ServiceName);

/// <summary>Its words; any may be missing.</summary>
internal sealed record AnomalyWords(string? Title, string? Description, string? Severity, string? ServiceName);

/// <summary>What incident-service is told.</summary>
internal sealed record NewIncident(string Title, string Description, string Severity, string ServiceName, Guid? ProjectId, Guid? TenantId);

/// <summary>Makes an incident of what a chart shows.</summary>
internal static class IncidentEndpoints
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    public static async Task<Results<Ok<CreatedIncident>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateIncidentRequest request, HttpContext http, BackendClient backends, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.MetricName))
        {
            return ApiErrors.BadRequest("metric_name is required.", ErrorCodes.MissingRequiredField);
        }

        var severity = request.Severity ?? "high";
        if (!Severities.Contains(severity))
        {
            return ApiErrors.BadRequest($"severity must be one of: {string.Join(", ", Severities)}.", ErrorCodes.InvalidFieldValue);
        }

        var caller = http.GetCaller();
        var question = new AnomalyQuestion(request.MetricName, request.PanelTitle ?? "", request.LatestValue, request.ExpectedValue, request.Expr ?? "", request.ServiceName ?? "");
        // Better words are welcome, not needed.
        var words = (await backends.PostAsync(
            Backend.Ai, "/generate-incident-from-anomaly", caller, question, GatewayJson.Default.AnomalyQuestion, GatewayJson.Default.AnomalyWords, Deadline, cancel)).Value;

        var incident = new NewIncident(
            Cut(First(words?.Title) ?? $"Anomaly: {(question.PanelTitle.Length > 0 ? question.PanelTitle : question.MetricName)}", 200),
            Cut(First(words?.Description) ?? Describe(question), 5000),
            words?.Severity is { } proposed && Severities.Contains(proposed) ? proposed : severity,
            Cut(First(words?.ServiceName, request.ServiceName) ?? "unknown", 100),
            caller.ProjectId,
            caller.TenantId);
        var created = await backends.PostAsync(
            Backend.Incidents, "/incidents", caller, incident, GatewayJson.Default.NewIncident, GatewayJson.Default.JsonElement, Deadline, cancel);
        return created.Error is { } error
            ? error
            : TypedResults.Ok(new CreatedIncident(true, created.Value, new GrafanaContext(request.DashboardUid ?? "", request.PanelId, request.MetricName)));
    }

    private static string Describe(AnomalyQuestion anomaly)
    {
        var text = $"Grafana shows an anomaly of {anomaly.MetricName}.";
        if (anomaly is { LatestValue: { } latest, ExpectedValue: { } expected })
        {
            text += string.Create(CultureInfo.InvariantCulture, $" Latest value {latest}, expected {expected}.");
        }

        return anomaly.Expr.Length > 0 ? $"{text}\nQuery: {Cut(anomaly.Expr, 200)}" : text;
    }

    private static string? First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
