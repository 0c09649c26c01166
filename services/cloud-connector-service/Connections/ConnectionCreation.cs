using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>A new connection.</summary>
/// <param name="Provider">aws, azure or gcp.</param>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Credentials">AWS: access_key_id, secret_access_key, region. Azure: tenant_id, client_id, client_secret, subscription_id. Google: the JSON key of a service account.</param>
/// <param name="Config">AWS: regions, assume_role_arn, external_id. Google: project_id.</param>
internal sealed record CreateConnectionRequest(string? Provider, string? Name, JsonElement? Credentials, JsonElement? Config);

/// <summary><c>POST /connections</c></summary>
internal static class ConnectionCreation
{
    public static void MapConnectionCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/connections", CreateAsync)
        .Named("create_connection")
        .WithSummary("Connects a cloud account. It is read for the first time at once, in the background; the status says how that went")
        .WithTags("Connections")
        .Produces<Connection>(StatusCodes.Status201Created)
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Created<Connection>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateConnectionRequest request, HttpContext http, ServiceDatabase database, CredentialVault vault, SyncSignal signal, TimeProvider time, CancellationToken cancel)
    {
        if (!ProviderCatalog.Knows(request.Provider))
        {
            return ApiErrors.BadRequest(ConnectionRules.UnknownProvider, ErrorCodes.InvalidFieldValue);
        }

        var mistakes = ConnectionRules.FindMistakes(request.Name).ToList();
        var config = ConnectionRules.ReadObject(request.Config, "config", mistakes) ?? [];
        var sent = ConnectionRules.ReadObject(request.Credentials, "credentials", mistakes);
        if (sent is null && mistakes.Count == 0)
        {
            mistakes.Add("credentials: is missing");
        }

        var credentials = CloudCredentials.Of(request.Provider!, sent ?? [], null);
        mistakes.AddRange(credentials.FindMistakes());
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var id = Guid.NewGuid();
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"""
            insert into connections (id, tenant_id, project_id, provider, name, config, credentials_encrypted, sync_due_at, created_at, updated_at)
            values ({id}, {caller.TenantId}, {caller.ProjectId}, {request.Provider}, {request.Name}, {config.ToJsonString()}, {vault.Protect(credentials, id)}, {now}, {now}, {now})
            """, cancel);
        var stored = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, id, cancel);
        await session.CommitAsync(cancel);
        signal.Set();
        return TypedResults.Created($"/connections/{id}", Connection.Of(stored!));
    }
}
