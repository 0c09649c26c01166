using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService;

internal static class ErrorMetadata
{
    /// <summary>Tells the OpenAPI document which errors an endpoint answers; 503 (database away) is always one of them.</summary>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ErrorBody>(status);
        }

        return endpoint.Produces<ErrorBody>(StatusCodes.Status503ServiceUnavailable);
    }
}
