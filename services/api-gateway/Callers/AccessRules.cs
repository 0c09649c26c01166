using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>Decides whether a caller may use a route. The service behind it decides again for what only it can know.</summary>
internal static class AccessRules
{
    public static JsonHttpResult<ErrorBody>? FindRefusal(Access access, Caller caller, HttpRequest request) => access.Credential switch
    {
        Credential.AccessToken when caller.Kind != CallerKind.User => NotSignedIn(request.HttpContext),
        Credential.AccessToken when access.Role is { } role => FindRefusal(role, caller),
        Credential.RefreshCookie when !request.Cookies.ContainsKey(BackendTransformer.RefreshCookie) => NotSignedIn(request.HttpContext),
        Credential.ApiKey when caller.Kind != CallerKind.ApiKey => InvalidKey(request),
        Credential.ApiKey when !caller.Scopes.Contains(access.Scope!) =>
            ApiErrors.Forbidden($"This API key does not have the scope {access.Scope}. Add the scope to the key, or use another key."),
        _ => null,
    };

    private static JsonHttpResult<ErrorBody>? FindRefusal(ProjectRole least, Caller caller)
    {
        if (caller.ProjectId is null)
        {
            return ApiErrors.BadRequest("You have not selected a project. Select one with POST /api/v1/auth/switch-project and try again.", ErrorCodes.MissingProjectId);
        }

        return Parse(caller.ProjectRole) is { } role && role >= least
            ? null
            : ApiErrors.Forbidden($"This needs the role {least.ToString().ToLowerInvariant()} in the project; you are {caller.ProjectRole ?? "not a member"}. Ask an admin of the project.");
    }

    private static ProjectRole? Parse(string? role) => role switch
    {
        "viewer" => ProjectRole.Viewer,
        "engineer" => ProjectRole.Engineer,
        "admin" => ProjectRole.Admin,
        "owner" => ProjectRole.Owner,
        _ => null,
    };

    private static JsonHttpResult<ErrorBody> NotSignedIn(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiErrors.Unauthorized("You are not signed in, or your session has expired. Sign in and try again.");
    }

    private static JsonHttpResult<ErrorBody> InvalidKey(HttpRequest request) => ApiErrors.Unauthorized(
        Credentials.FindApiKey(request) is null
            ? "Send a project's API key in the header X-API-Key, or as Authorization: Bearer."
            : "This API key is unknown, revoked, switched off or expired. Create a new one in the project's settings.");
}
