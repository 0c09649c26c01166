using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.CloudConnectorService.Resources;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary><c>POST /connections/{connection_id}/sync</c></summary>
internal static class SyncRequest
{
    // Below the 30 s of api-gateway. A longer sync goes on without the one who asked.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static void MapSyncRequest(this IEndpointRouteBuilder routes) => routes.MapPost("/connections/{connection_id}/sync", SyncAsync)
        .Named("sync_connection")
        .WithSummary("Has the connection read now, in the background. Waits for the end, but for no more than 15 s: without changes_found it goes on, and the status of the connection will say how it went")
        .WithTags("Connections")
        .Produces<Connection>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    public static void AddSync(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SyncOptions>, SyncOptionsValidator>();
        builder.Services.AddSingleton<SyncSignal>();
        builder.Services.AddSingleton<ResourceBook>();
        builder.Services.AddSingleton<SyncRun>();
        builder.Services.AddHostedService<SyncWorker>();
        builder.Services.AddHostedService<ChangeCleanup>();
    }

    private static async Task<Results<Ok<Connection>, JsonHttpResult<ErrorBody>>> SyncAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, HttpContext http, ServiceDatabase database, SyncSignal signal, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        var (before, isActive) = await RequestAsync(database, caller, connectionId, time.GetStoredNow(), cancel);
        if (before is null)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        if (!isActive)
        {
            return ApiErrors.Conflict("The connection is switched off. Switch it on first.");
        }

        signal.Set();
        var started = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Pause, time, cancel);
            await using var session = await database.OpenAsync(caller, cancel);
            if (await session.SingleOrDefaultAsync($"""
                select {StoredConnection.Columns}, c.sync_finished from connections c where c.id = {connectionId} and c.project_id = {caller.ProjectId}
                """, row => new Progress(StoredConnection.Read(row), row.GetInt64(StoredConnection.Width)), cancel) is not { } now)
            {
                return ApiErrors.NotFound(ConnectionRules.Unknown);
            }

            var isOver = now.Finished > before;
            if (isOver || time.GetElapsedTime(started) > Patience)
            {
                // How that one went, even if the next one runs already.
                var shown = Connection.Of(now.Connection);
                return TypedResults.Ok(isOver ? shown with { ChangesFound = now.Connection.SyncChanges, Status = now.Connection.Status } : shown);
            }
        }
    }

    private static async Task<(long? Before, bool IsActive)> RequestAsync(ServiceDatabase database, Caller caller, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        var requested = await SyncLeases.RequestAsync(session, caller.ProjectId!.Value, id, now, cancel);
        await session.CommitAsync(cancel);
        return requested;
    }

    private sealed record Progress(StoredConnection Connection, long Finished);
}
