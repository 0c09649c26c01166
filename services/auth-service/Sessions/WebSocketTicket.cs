using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Sessions;

/// <summary>A ticket for one WebSocket connection.</summary>
/// <param name="Token">Opens a WebSocket within a minute; the API does not accept it.</param>
/// <param name="UserId">Who is signed in.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="ProjectId">The project whose events are delivered.</param>
internal sealed record WebSocketTicketResponse(string Token, Guid UserId, Guid TenantId, Guid ProjectId);

/// <summary><c>GET /ws-token</c></summary>
internal static class WebSocketTicket
{
    // From the answer to the first frame of the connection.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public static void MapWebSocketTicket(this IEndpointRouteBuilder routes) => routes.MapGet("/ws-token", CreateAsync)
        .Named("create_websocket_ticket")
        .WithSummary("A short-lived ticket that opens a WebSocket and nothing else")
        .WithTags("Sessions")
        .Produces<WebSocketTicketResponse>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<WebSocketTicketResponse>, JsonHttpResult<ErrorBody>>> CreateAsync(
        HttpContext http, Authorizer authorizer, AccessTokens tokens, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        if (caller.ProjectId is not { } projectId)
        {
            return ApiErrors.Forbidden("Select a project first.");
        }

        // With the project, so that the role is that of now.
        await using var user = await authorizer.OpenAsync(http, projectId, cancel);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        if (user.ProjectRole is null)
        {
            return ApiErrors.Forbidden("You are not a member of this project any more.");
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new WebSocketTicketResponse(
            tokens.IssueWebSocketTicket(caller with { ProjectRole = user.ProjectRole }, Lifetime), user.UserId, user.TenantId, projectId));
    }
}
