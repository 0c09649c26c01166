using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>What the OpenAPI document says about errors.</summary>
public static class ErrorMetadata
{
    /// <summary>Says which errors an endpoint answers, each with an <see cref="ErrorBody"/>; 503 (a dependency is away) is always one of them.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="statuses">The status codes.</param>
    /// <returns>The same endpoint.</returns>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ErrorBody>(status);
        }

        return endpoint.Produces<ErrorBody>(StatusCodes.Status503ServiceUnavailable);
    }
}
