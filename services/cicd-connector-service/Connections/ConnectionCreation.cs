using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>A new connection.</summary>
/// <param name="Provider">github, azure_devops, gitlab, jenkins or bitbucket.</param>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Credentials">pat (or token); Jenkins also url and username; Bitbucket username with an app password.</param>
/// <param name="Config">Where to look and what counts as a deployment.</param>
internal sealed record CreateConnectionRequest(string? Provider, string? Name, JsonElement? Credentials, JsonElement? Config);

/// <summary><c>POST /connections</c></summary>
internal static class ConnectionCreation
{
    public static void MapConnectionCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/connections", CreateAsync)
        .Named("create_connection")
        .WithSummary("Connects a CI/CD system. The credentials are tried out; when they do not work, the connection is kept and its status says why. Shows the webhook secret, once")
        .WithTags("Connections")
        .Produces<Connection>(StatusCodes.Status201Created)
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    /// <summary>64 hexadecimal digits.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static async Task<Results<Created<Connection>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateConnectionRequest request, HttpContext http, ServiceDatabase database, ProviderCatalog providers, CredentialVault vault, ConnectionProbe probe,
        SyncSignal signal, PublicAddress address, TimeProvider time, CancellationToken cancel)
    {
        if (providers.Find(request.Provider) is null)
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

        var credentials = Credentials.Of(sent ?? []);
        mistakes.AddRange(credentials.FindMistakes());
        mistakes.AddRange(TrackingRules.FindMistakes(config));
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var id = Guid.NewGuid();
        var secret = NewSecret();
        var test = await probe.TryAsync(new Account(request.Provider!, credentials, config), cancel);
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"""
            insert into connections (id, tenant_id, project_id, provider, name, config, credentials_encrypted, webhook_secret_encrypted, status, status_message, sync_due_at, created_at, updated_at)
            values ({id}, {caller.TenantId}, {caller.ProjectId}, {request.Provider}, {request.Name}, {config.ToJsonString()}, {vault.Protect(credentials, id)},
              {vault.ProtectWebhookSecret(secret, id)}, {test.Status}, {(test.Success ? "" : test.Message)}, {now}, {now}, {now})
            """, cancel);
        var stored = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, id, cancel);
        await session.CommitAsync(cancel);
        signal.Set();
        return TypedResults.Created($"/connections/{id}", Connection.Of(stored!, address, http.Request) with { WebhookSecret = secret });
    }
}
