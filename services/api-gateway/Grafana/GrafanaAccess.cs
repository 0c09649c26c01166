using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Finds the Grafana of the caller's project, and puts its failures into words.</summary>
internal sealed class GrafanaAccess(AuthServiceClient auth)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Where the project's Grafana is; or the answer that says why there is none.</summary>
    public async Task<(GrafanaConnection? Grafana, JsonHttpResult<ErrorBody>? Error)> FindAsync(Caller caller, CancellationToken cancel)
    {
        var (status, grafana, _) = await auth.GetForAsync(
            caller, $"/internal/monitoring/grafana?project_id={caller.ProjectId}", GatewayJson.Default.GrafanaConnection, Deadline, cancel);
        return grafana is not null ? (grafana, null)
            // The user interface looks for these first three words.
            : status == HttpStatusCode.NotFound ? (null, ApiErrors.NotFound("No Grafana integration is configured for this project. Add one in the project's monitoring settings."))
            : (null, ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, "The project's Grafana integration cannot be looked up at the moment. Try again in a few seconds.", error: "service_unavailable"));
    }

    /// <summary>502 or 504 for an answer that is no success.</summary>
    public static JsonHttpResult<ErrorBody> Explain(OutboundFault? fault, HttpStatusCode? status) => fault switch
    {
        OutboundFault.TimedOut => ApiErrors.Create(StatusCodes.Status504GatewayTimeout, "Grafana did not answer in time.", error: "gateway_timeout"),
        { } other => ApiErrors.Create(StatusCodes.Status502BadGateway, $"Grafana: {other.Describe()}", error: "backend_error"),
        null when status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            ApiErrors.Create(StatusCodes.Status502BadGateway, "Grafana refused the stored credentials. Enter them again in the project's monitoring settings.", error: "backend_error"),
        null => ApiErrors.Create(StatusCodes.Status502BadGateway, $"Grafana answered with HTTP {(int?)status}.", error: "backend_error"),
    };

    public static JsonHttpResult<ErrorBody> Explain(GrafanaAnswer answer) => Explain(answer.Fault, answer.Status);
}
