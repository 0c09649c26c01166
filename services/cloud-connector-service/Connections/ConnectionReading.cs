using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary><c>GET /connections</c>, <c>GET</c> and <c>DELETE /connections/{connection_id}</c></summary>
internal static class ConnectionReading
{
    public static void MapConnectionReading(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connections", ListAsync)
            .Named("list_connections")
            .WithSummary("The connections of the project, the newest first, without credentials")
            .WithTags("Connections")
            .Produces<ConnectionList>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/connections/{connection_id}", GetAsync)
            .Named("get_connection")
            .WithSummary("A connection, without credentials")
            .WithTags("Connections")
            .Produces<Connection>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/connections/{connection_id}", DeleteAsync)
            .Named("delete_connection")
            .WithSummary("Deletes a connection with its credentials and everything that was read by it; measurements stay in the telemetry store")
            .WithTags("Connections")
            .Produces<Deleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ConnectionList>> ListAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var rows = await session.ListAsync(
            $"select {StoredConnection.Columns} from connections c where c.project_id = {caller.ProjectId} order by c.created_at desc, c.id", StoredConnection.Read, cancel);
        return TypedResults.Ok(new ConnectionList([.. rows.Select(Connection.Of)]));
    }

    private static async Task<Results<Ok<Connection>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await StoredConnection.FindAsync(session, caller.ProjectId!.Value, connectionId, cancel) is { } stored
            ? TypedResults.Ok(Connection.Of(stored))
            : ApiErrors.NotFound(ConnectionRules.Unknown);
    }

    private static async Task<Results<Ok<Deleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await session.ExecuteAsync($"delete from connections where id = {connectionId} and project_id = {caller.ProjectId}", cancel) == 0)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        await session.CommitAsync(cancel);
        return TypedResults.Ok(new Deleted("deleted", connectionId));
    }
}
