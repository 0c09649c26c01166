using Microsoft.AspNetCore.Builder;

namespace SreCopilot.Audit;

/// <summary>What calls of an endpoint are called in the audit log.</summary>
/// <param name="Action">For example <c>incident.state_change</c>.</param>
/// <param name="ResourceType">For example <c>incident</c>.</param>
/// <param name="Always">Also when the method says that nothing changes.</param>
public sealed record AuditedEndpoint(string Action, string ResourceType, bool Always = false);

/// <summary>Calls of this endpoint become no entries, only refusals do.</summary>
/// <param name="Reason">Why, for whoever reads the code.</param>
public sealed record NotAudited(string Reason);

/// <summary>What endpoints say about themselves.</summary>
public static class AuditedEndpoints
{
    /// <summary>Names the endpoint's calls in the audit log.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="action">For example <c>incident.state_change</c>.</param>
    /// <param name="resourceType">For example <c>incident</c>.</param>
    /// <param name="always">Also when the method says that nothing changes.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoint, string action, string resourceType, bool always = false)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AuditedEndpoint(action, resourceType, always));

    /// <summary>Says that calls change nothing that anybody would look for later: queries by POST, ingest.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="reason">Why, for whoever reads the code.</param>
    public static TBuilder NotAudited<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NotAudited(reason));
}
