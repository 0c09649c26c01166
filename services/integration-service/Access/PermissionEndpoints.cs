using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Access;

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        endpoint.WithName(name);
        return access == Access.Sender
            ? endpoint
            : endpoint.AddEndpointFilter(async (context, next) =>
                await RefuseAsync(context.HttpContext) is { } refusal ? refusal : await next(context));
    }

    private static async Task<JsonHttpResult<ErrorBody>?> RefuseAsync(HttpContext http)
    {
        if (!Guid.TryParse(http.Request.RouteValues["project_id"] as string, out var project))
        {
            return ApiErrors.BadRequest("project_id: must be a UUID", ErrorCodes.InvalidUuid);
        }

        return await http.RequestServices.GetRequiredService<ProjectAccess>().FindRefusalAsync(http.GetCaller(), project, http.RequestAborted);
    }
}
