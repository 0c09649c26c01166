using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>What is to become different; what is absent or null stays.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Credentials">Fields that are absent or empty keep their value; the token must be sent again when the address changes.</param>
/// <param name="Config">Replaces all settings.</param>
/// <param name="IsActive">Whether it is synced and its webhooks are accepted.</param>
internal sealed record UpdateConnectionRequest(string? Name, JsonElement? Credentials, JsonElement? Config, bool? IsActive);

/// <summary><c>PATCH /connections/{connection_id}</c></summary>
internal static class ConnectionChange
{
    public static void MapConnectionChange(this IEndpointRouteBuilder routes) => routes.MapPatch("/connections/{connection_id}", UpdateAsync)
        .Named("update_connection")
        .WithSummary("Changes a connection; when credentials or settings change, they are tried out and the status says how it went")
        .WithTags("Connections")
        .Produces<Connection>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict,
            StatusCodes.Status422UnprocessableEntity);

    /// <summary>The account after an edit, or why the edit is refused.</summary>
    public static (Account? Account, string? Mistake) Merge(StoredConnection stored, Credentials? known, JsonObject? sentCredentials, JsonObject? sentConfig, ICiProvider provider)
    {
        var config = sentConfig is null ? stored.Config : SecretMask.Merge(sentConfig, stored.Config);
        var credentials = sentCredentials is null ? known : Credentials.Merge(sentCredentials, known);
        if (credentials is null)
        {
            return (null, ConnectionRules.Unreadable);
        }

        var edited = new Account(stored.Provider, credentials, config);
        var before = known is null ? null : new Account(stored.Provider, known, stored.Config);
        // A stored token goes only where it was meant to go: who may not see it may not send it to a server of their own either.
        var isTokenNew = sentCredentials is not null && !SecretMask.MeansUnchanged(Credentials.Of(sentCredentials).Token);
        return !isTokenNew && before is not null && provider.AddressOf(edited) != provider.AddressOf(before) ? (null, ConnectionRules.AddressChanged) : (edited, null);
    }

    private static async Task<Results<Ok<Connection>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, UpdateConnectionRequest request, HttpContext http, ServiceDatabase database, ProviderCatalog providers,
        CredentialVault vault, ConnectionProbe probe, SyncSignal signal, PublicAddress address, TimeProvider time, CancellationToken cancel)
    {
        var mistakes = request.Name is null ? [] : ConnectionRules.FindMistakes(request.Name).ToList();
        var config = ConnectionRules.ReadObject(request.Config, "config", mistakes);
        var sent = ConnectionRules.ReadObject(request.Credentials, "credentials", mistakes);
        mistakes.AddRange(Credentials.Of(sent ?? []).FindMistakes());
        mistakes.AddRange(config is null ? [] : TrackingRules.FindMistakes(config));
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var stored = await FindAsync(database, caller, connectionId, cancel);
        if (stored is null)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        Account? account = null;
        TestResult? test = null;
        if (config is not null || sent is not null)
        {
            (account, var mistake) = Merge(stored, vault.Unprotect(stored.CredentialsEncrypted, stored.Id), sent, config, providers.Get(stored.Provider));
            if (account is null)
            {
                return ApiErrors.Unprocessable([mistake!]);
            }

            // Not while a row is locked: it may take seconds.
            test = await probe.TryAsync(account, cancel);
        }

        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(caller, cancel);
        var current = await StoredConnection.LockAsync(session, caller.ProjectId!.Value, connectionId, cancel);
        if (current is null)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        if (account is not null && current.UpdatedAt != stored.UpdatedAt)
        {
            return ApiErrors.Conflict("Somebody changed the connection in the meantime. Look at it and try again.");
        }

        var credentials = account is null || sent is null ? current.CredentialsEncrypted : vault.Protect(account.Credentials, connectionId);
        await session.ExecuteAsync($"""
            update connections set name = {request.Name ?? current.Name}, config = {(account?.Config ?? current.Config).ToJsonString()}, credentials_encrypted = {credentials},
              is_active = {request.IsActive ?? current.IsActive}, status = {test?.Status ?? current.Status},
              status_message = {(test is null ? current.StatusMessage : test.Success ? "" : test.Message)},
              sync_due_at = {now}, updated_at = {(now > current.UpdatedAt ? now : current.UpdatedAt.AddMicroseconds(1))}
            where id = {connectionId}
            """, cancel);
        var saved = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, connectionId, cancel);
        await session.CommitAsync(cancel);
        signal.Set();
        return TypedResults.Ok(Connection.Of(saved!, address, http.Request));
    }

    private static async Task<StoredConnection?> FindAsync(ServiceDatabase database, Caller caller, Guid id, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        return await StoredConnection.FindAsync(session, caller.ProjectId!.Value, id, cancel);
    }
}
