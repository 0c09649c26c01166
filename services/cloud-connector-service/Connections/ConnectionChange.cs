using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>What is to become different; what is absent or null stays.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Credentials">Fields that are absent, empty or masked keep their value.</param>
/// <param name="Config">Replaces all settings.</param>
/// <param name="IsActive">Whether it is synced.</param>
internal sealed record UpdateConnectionRequest(string? Name, JsonElement? Credentials, JsonElement? Config, bool? IsActive);

/// <summary><c>PATCH /connections/{connection_id}</c></summary>
internal static class ConnectionChange
{
    public static void MapConnectionChange(this IEndpointRouteBuilder routes) => routes.MapPatch("/connections/{connection_id}", UpdateAsync)
        .Named("update_connection")
        .WithSummary("Changes a connection; a sync begins at once and the status will say how it went")
        .WithTags("Connections")
        .Produces<Connection>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Connection>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, UpdateConnectionRequest request, HttpContext http, ServiceDatabase database, CredentialVault vault, SyncSignal signal,
        TimeProvider time, CancellationToken cancel)
    {
        var mistakes = request.Name is null ? [] : ConnectionRules.FindMistakes(request.Name).ToList();
        var config = ConnectionRules.ReadObject(request.Config, "config", mistakes);
        var sent = ConnectionRules.ReadObject(request.Credentials, "credentials", mistakes);
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await StoredConnection.LockAsync(session, caller.ProjectId!.Value, connectionId, cancel) is not { } stored)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        var encrypted = stored.CredentialsEncrypted;
        if (sent is not null)
        {
            var credentials = CloudCredentials.Of(stored.Provider, sent, vault.Unprotect(encrypted, connectionId));
            mistakes.AddRange(credentials.FindMistakes());
            if (mistakes.Count > 0)
            {
                return ApiErrors.Unprocessable(mistakes);
            }

            encrypted = vault.Protect(credentials, connectionId);
        }

        var settings = config is null ? stored.Config : SecretMask.Merge(config, stored.Config);
        await session.ExecuteAsync($"""
            update connections set name = {request.Name ?? stored.Name}, config = {settings.ToJsonString()}, credentials_encrypted = {encrypted},
              is_active = {request.IsActive ?? stored.IsActive}, sync_due_at = {now}, sync_requested = true,
              updated_at = {(now > stored.UpdatedAt ? now : stored.UpdatedAt.AddMicroseconds(1))}
            where id = {connectionId}
            """, cancel);
        var saved = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, connectionId, cancel);
        await session.CommitAsync(cancel);
        signal.Set();
        return TypedResults.Ok(Connection.Of(saved!));
    }
}
