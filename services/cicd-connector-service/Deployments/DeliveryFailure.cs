using System.Net;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Why a deployment was not taken.</summary>
/// <param name="Problem">In words.</param>
/// <param name="IsRefused">Whether it is the deployment's fault.</param>
internal sealed record DeliveryFailure(string Problem, bool IsRefused)
{
    /// <summary>For one call. Two for each of a batch of 20 fit into the lease.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(7);

    public static DeliveryFailure? Of(string service, HttpStatusCode? status, string? problem) => status == HttpStatusCode.OK ? null
        : new DeliveryFailure($"{service}: {problem ?? $"HTTP {(int)status!}"}", status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
}
