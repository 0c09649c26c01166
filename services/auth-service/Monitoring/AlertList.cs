using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>An alert that a monitoring system sent.</summary>
/// <param name="Id">The alert.</param>
/// <param name="IntegrationId">Who sent it.</param>
/// <param name="IntegrationName">The sender's name.</param>
/// <param name="IntegrationType">The sender's type.</param>
/// <param name="AlertName">Its name there.</param>
/// <param name="Status">firing, resolved or acknowledged.</param>
/// <param name="StatusDisplay">The status for display.</param>
/// <param name="Severity">critical, high, medium, low or info.</param>
/// <param name="SeverityDisplay">The severity for display.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">More.</param>
/// <param name="Labels">As sent.</param>
/// <param name="Annotations">As sent.</param>
/// <param name="StartsAt">Since when.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="ExternalUrl">Where to look.</param>
/// <param name="Fingerprint">The same for every notice of the same alert.</param>
/// <param name="IncidentId">The incident it led to.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record MonitoringAlert(
    Guid Id, Guid IntegrationId, string IntegrationName, string IntegrationType, string AlertName, string Status, string StatusDisplay,
    string Severity, string SeverityDisplay, string Summary, string? Description, JsonElement Labels, JsonElement Annotations,
    DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string? ExternalUrl, string? Fingerprint, Guid? IncidentId, DateTimeOffset ReceivedAt);

/// <summary><c>GET /projects/{project_id}/monitoring/alerts</c></summary>
internal static class AlertList
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 1000;

    private static readonly string[] Statuses = ["firing", "resolved", "acknowledged"];

    public static void MapAlertList(this IEndpointRouteBuilder routes) => routes.MapGet("/projects/{project_id}/monitoring/alerts", ListAsync)
        .Named("list_monitoring_alerts")
        .WithSummary("What the monitoring systems of a project reported, the newest first")
        .WithTags("Monitoring")
        .Produces<IReadOnlyList<MonitoringAlert>>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<IReadOnlyList<MonitoringAlert>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromQuery(Name = "integration_id")] string? integrationId, string? status, string? limit,
        HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var member = await authorizer.OpenAsync(http, projectId, cancel);
        if (member.Refusal is { } refusal)
        {
            return refusal;
        }

        if (FindMistakes(integrationId, status, limit).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        Guid? integration = string.IsNullOrEmpty(integrationId) ? null : Guid.Parse(integrationId);
        var wanted = string.IsNullOrEmpty(status) ? null : status;
        var alerts = await member.Database.ListAsync($"""
            select a.id, a.integration_id, i.name, i.integration_type, a.alert_name, a.status, a.severity, a.summary, a.description,
              a.labels::text, a.annotations::text, a.starts_at, a.ends_at, a.external_url, a.fingerprint, a.incident_id, a.received_at
            from monitoring_alerts a join monitoring_integrations i on i.id = a.integration_id
            where a.project_id = {projectId} and ({integration}::uuid is null or a.integration_id = {integration}) and ({wanted}::text is null or a.status = {wanted})
            order by a.received_at desc, a.id limit {ParseLimit(limit)!.Value}
            """, Read, cancel);
        return TypedResults.Ok<IReadOnlyList<MonitoringAlert>>(alerts);
    }

    private static IEnumerable<string> FindMistakes(string? integrationId, string? status, string? limit)
    {
        if (!string.IsNullOrEmpty(integrationId) && !Guid.TryParse(integrationId, out _))
        {
            yield return "integration_id: must be a UUID";
        }

        if (!string.IsNullOrEmpty(status) && !Statuses.Contains(status))
        {
            yield return $"status: must be one of {string.Join(", ", Statuses)}";
        }

        if (ParseLimit(limit) is null)
        {
            yield return $"limit: must be a number from 1 to {MaximumLimit}";
        }
    }

    private static int? ParseLimit(string? limit) =>
        string.IsNullOrEmpty(limit) ? DefaultLimit
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaximumLimit ? number
        : null;

    private static MonitoringAlert Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4),
        row.GetString(5), Monitoring.IntegrationType.Capitalize(row.GetString(5)), row.GetString(6), Monitoring.IntegrationType.Capitalize(row.GetString(6)),
        row.GetString(7), row.GetStringOrNull(8), JsonElement.Parse(row.GetString(9)), JsonElement.Parse(row.GetString(10)),
        row.GetFieldValue<DateTimeOffset>(11), row.GetValueOrNull<DateTimeOffset>(12), row.GetStringOrNull(13), row.GetStringOrNull(14),
        row.GetValueOrNull<Guid>(15), row.GetFieldValue<DateTimeOffset>(16));
}
