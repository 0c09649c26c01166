using System.Text.Json;
using SreCopilot.Connectors;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CloudConnectorService.Providers.Google;

/// <summary>What Google says besides the status: 403 is also for APIs that are switched off and for too many calls.</summary>
internal static class GoogleErrors
{
    private static readonly string[] Off = ["accessNotConfigured", "SERVICE_DISABLED"];
    private static readonly string[] Busy = ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED"];

    // {"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}],"details":[{"reason":"SERVICE_DISABLED"}]}}
    public static Fault? Judge(OutboundResponse response, string service)
    {
        if ((int)response.Status != 403)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Body);
            var error = document.RootElement.At("error");
            var reasons = error.Items("errors").Concat(error.Items("details")).Select(item => item.Line("reason")).ToList();
            return reasons.Any(Off.Contains) ? new Fault(FaultKind.Forbidden, $"The project has not switched on the API {service}.googleapis.com.")
                : reasons.Any(Busy.Contains) ? Fault.Throttled(null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
