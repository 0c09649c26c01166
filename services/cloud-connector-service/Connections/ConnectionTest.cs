using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>What to try out; nothing of it is stored.</summary>
/// <param name="Provider">aws, azure or gcp.</param>
/// <param name="Credentials">As in a new connection.</param>
/// <param name="Config">The same.</param>
/// <param name="ConnectionId">A connection whose stored credentials fill in what is empty, for the form that edits it.</param>
internal sealed record TestConnectionRequest(string? Provider, JsonElement? Credentials, JsonElement? Config, string? ConnectionId);

/// <summary><c>POST /connections/test</c></summary>
internal static class ConnectionTest
{
    public static void MapConnectionTest(this IEndpointRouteBuilder routes) => routes.MapPost("/connections/test", TestAsync)
        .Named("test_connection")
        .WithSummary("Tries credentials out and names the permissions that are missing; 200 whether they work or not")
        .WithTags("Connections")
        .Produces<TestResult>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<TestResult>, JsonHttpResult<ErrorBody>>> TestAsync(
        TestConnectionRequest request, HttpContext http, ServiceDatabase database, CredentialVault vault, ConnectionProbe probe, CancellationToken cancel)
    {
        List<string> mistakes = [];
        var config = ConnectionRules.ReadObject(request.Config, "config", mistakes);
        var sent = ConnectionRules.ReadObject(request.Credentials, "credentials", mistakes);
        StoredConnection? stored = null;
        if (!string.IsNullOrEmpty(request.ConnectionId))
        {
            if (!Guid.TryParse(request.ConnectionId, out var id))
            {
                return ApiErrors.BadRequest("connection_id: must be a UUID", ErrorCodes.InvalidUuid);
            }

            var caller = http.GetCaller();
            await using var session = await database.OpenAsync(caller, cancel);
            stored = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, id, cancel);
            if (stored is null)
            {
                return ApiErrors.NotFound(ConnectionRules.Unknown);
            }
        }

        var provider = stored?.Provider ?? request.Provider;
        if (!ProviderCatalog.Knows(provider))
        {
            return ApiErrors.BadRequest(ConnectionRules.UnknownProvider, ErrorCodes.InvalidFieldValue);
        }

        if (mistakes.Count == 0 && sent is null && stored is null)
        {
            mistakes.Add("credentials: is missing");
        }

        var credentials = CloudCredentials.Of(provider!, sent ?? [], stored is null ? null : vault.Unprotect(stored.CredentialsEncrypted, stored.Id));
        mistakes.AddRange(credentials.FindMistakes());
        var settings = stored is null ? config ?? [] : config is null ? stored.Config : SecretMask.Merge(config, stored.Config);
        return mistakes.Count > 0 ? ApiErrors.Unprocessable(mistakes) : TypedResults.Ok(await probe.TryAsync(new CloudAccount(provider!, credentials, settings), cancel));
    }
}
