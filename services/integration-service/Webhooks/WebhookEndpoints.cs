using SreCopilot.IntegrationService.Access;
using SreCopilot.IntegrationService.Senders;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary><c>POST /webhooks/{integration_type}/{integration}</c> and what senders expect below it.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        // "integration" and not "integration_id": what is no UUID is an unknown integration, 404.
        routes.MapPost("/webhooks/{integration_type}/{integration}", (string integration_type, string integration, HttpContext http, WebhookReceiver receiver, CancellationToken cancel) =>
                receiver.ReceiveAsync(http, integration_type, integration, WebhookReaders.ReadAny, cancel))
            .Named("receive_webhook")
            .WithSummary("Alerts of Alertmanager, Prometheus, Grafana or any program that sends JSON; the sender proves that it knows the integration's secret")
            .AsWebhook();
        routes.MapPost("/webhooks/{integration_type}/{integration}/api/v2/alerts", (string integration_type, string integration, HttpContext http, WebhookReceiver receiver, CancellationToken cancel) =>
                receiver.ReceiveAsync(http, integration_type, integration, (body, source, now) => PrometheusPayload.Read(body, new SeverityMap(source.Settings), now), cancel))
            .Named("receive_prometheus_alerts")
            .WithSummary("What Prometheus sends when the webhook's path is the path_prefix of an Alertmanager in its configuration")
            .AsWebhook();
        routes.MapPost("/webhooks/{integration_type}", (string integration_type) => ApiErrors.Create(
                StatusCodes.Status400BadRequest,
                "Webhooks need the id of an integration: create one in the project's monitoring settings and use its webhook URL and secret.",
                "DEPRECATED_ENDPOINT"))
            .Named("refuse_webhook_without_integration")
            .WithSummary("The earlier system's address without an integration: always 400")
            .WithTags("Webhooks")
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized);
    }

    private static void AsWebhook(this RouteHandlerBuilder endpoint) => endpoint
        .WithTags("Webhooks")
        .Produces<WebhookAnswer>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status413PayloadTooLarge);
}
