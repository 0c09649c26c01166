using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Deliveries;
using SreCopilot.IntegrationService.Groups;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>
/// Takes a webhook: who sent it, is it readable, store it, tell incident-service. Answered with 200 once it is stored; what
/// incident-service does not hear now, it hears from the background.
/// </summary>
internal sealed partial class WebhookReceiver
{
    private const string RetryAfterSeconds = "5";

    private readonly IntegrationDirectory _directory;
    private readonly SenderProof _proof;
    private readonly Intake _intake;
    private readonly IncidentReports _reports;
    private readonly DeliveryLog _deliveries;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookReceiver> _logger;
    private readonly Counter<long> _webhooks;

    public WebhookReceiver(
        IntegrationDirectory directory, SenderProof proof, Intake intake, IncidentReports reports, DeliveryLog deliveries, TimeProvider time, IMeterFactory meters,
        ILogger<WebhookReceiver> logger)
    {
        (_directory, _proof, _intake, _reports, _deliveries, _time, _logger) = (directory, proof, intake, reports, deliveries, time, logger);
        _webhooks = meters.Create(TelemetrySources.Platform).CreateCounter<long>("webhooks_received", description: "Webhooks, by type of integration and outcome.");
    }

    public async Task<Results<Ok<WebhookAnswer>, JsonHttpResult<ErrorBody>>> ReceiveAsync(
        HttpContext http, string type, string integrationId, WebhookReader read, CancellationToken cancel)
    {
        var receivedAt = _time.GetStoredNow();
        if (!Guid.TryParse(integrationId, out var id))
        {
            return NoSuchWebhook();
        }

        var (found, isKnown) = await _directory.FindAsync(id, cancel);
        if (!isKnown)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return ApiErrors.Create(
                StatusCodes.Status503ServiceUnavailable, "The webhook cannot be verified at the moment. Nothing was stored; send it again.", error: "service_unavailable");
        }

        if (found is not { } integration)
        {
            return NoSuchWebhook();
        }

        var body = await WebhookBody.ReadAsync(http.Request, cancel);
        var proof = _proof.Check(http.Request.Headers, body, integration.SecretsAt(receivedAt));
        if (proof != Proof.Valid)
        {
            LogRefused(id, proof);
            Count(integration, "refused");
            return Refuse(http, proof);
        }

        if (!IntegrationType.Fits(type, integration.IntegrationType))
        {
            Count(integration, "rejected");
            return ApiErrors.BadRequest($"The integration is of type {integration.IntegrationType}; use the webhook URL that it shows.", ErrorCodes.InvalidFieldValue);
        }

        var payload = WebhookBody.Parse(body) is { } json ? read(json, integration, receivedAt) : Payload.Unusable("The body is not valid JSON.");
        if ((payload.Problem ?? FindCommonProblem(payload)) is { } problem)
        {
            await _deliveries.AddRejectedAsync(integration, problem, body.Length, receivedAt, cancel);
            Count(integration, "rejected");
            return ApiErrors.BadRequest(problem, ErrorCodes.ValidationError);
        }

        var taken = await _intake.TakeAsync(integration, payload.Alerts, body.Length, receivedAt, cancel);
        var incidents = await _reports.ReportNowAsync(integration, taken.ToReport, cancel);
        Count(integration, "accepted");
        var results = taken.Results.Select(result => result.Finish(incidents)).ToList();
        return TypedResults.Ok(WebhookAnswer.Of(taken.DeliveryId, results, isComplete: taken.ToReport.All(incidents.ContainsKey)));
    }

    // Nothing of it is usable: the sender should hear that, or nobody will ever notice.
    private static string? FindCommonProblem(Payload payload) =>
        payload.Alerts.Count > 0 && payload.Alerts.All(alert => alert.Notice is null)
            ? $"None of the {payload.Alerts.Count} alerts is usable; the first: {payload.Alerts[0].Problem}"
            : null;

    private static JsonHttpResult<ErrorBody> NoSuchWebhook() => ApiErrors.NotFound("There is no such webhook, or it is switched off.");

    private static JsonHttpResult<ErrorBody> Refuse(HttpContext http, Proof proof)
    {
        if (proof == Proof.Missing)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer, Basic";
            return ApiErrors.Unauthorized("Send the integration's webhook secret: in X-Webhook-Secret, as a bearer token, as the password of basic authentication, or by a signature.");
        }

        return ApiErrors.Forbidden(proof == Proof.Stale
            ? "The timestamp of the signature is too far from now: check the sender's clock."
            : "The webhook secret or signature is wrong.");
    }

    private void Count(Integration integration, string outcome) => _webhooks.Add(
        1, new KeyValuePair<string, object?>("type", integration.IntegrationType), new KeyValuePair<string, object?>("outcome", outcome));

    [LoggerMessage(LogLevel.Warning, "A webhook of integration {IntegrationId} was refused: {Proof}")]
    private partial void LogRefused(Guid integrationId, Proof proof);
}
