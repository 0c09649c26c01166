using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ProjectEndpoints;

/// <summary>Makes endpoints demand what a service's table says.</summary>
public static class AccessEndpoints
{
    /// <summary>Names an endpoint and demands what the table says about that name. Who calls and for which project is decided by the
    /// internal token and nothing else.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Its name, which is its <c>operationId</c> in the OpenAPI document.</param>
    /// <param name="table">The service's table.</param>
    /// <returns>The same endpoint.</returns>
    /// <exception cref="InvalidOperationException">The table has no line of this name: the service does not start.</exception>
    public static RouteHandlerBuilder Demand(this RouteHandlerBuilder endpoint, string name, IReadOnlyDictionary<string, Access> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in the table of permissions.");
        }

        endpoint.WithName(name);
        return access == Access.Anyone ? endpoint : endpoint.AddEndpointFilter(async (context, next) =>
            Refuse(context.HttpContext.GetCaller(), access) is { } refusal ? refusal : await next(context));
    }

    private static JsonHttpResult<ErrorBody>? Refuse(Caller caller, Access access) =>
        !access.Allows(caller) ? ApiErrors.Forbidden(access.Refusal(caller))
        : caller is { TenantId: not null, ProjectId: not null } ? null
        : ApiErrors.BadRequest("Choose a project first.", ErrorCodes.MissingProjectId);
}
