using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>What to try out; nothing of it is stored.</summary>
/// <param name="Provider">github, azure_devops, gitlab, jenkins or bitbucket.</param>
/// <param name="Credentials">As in a new connection.</param>
/// <param name="Config">The same.</param>
/// <param name="ConnectionId">A connection whose stored credentials fill in what is empty, for the form that edits it.</param>
internal sealed record TestConnectionRequest(string? Provider, JsonElement? Credentials, JsonElement? Config, string? ConnectionId);

/// <summary><c>POST /connections/test</c></summary>
internal static class ConnectionTest
{
    public static void MapConnectionTest(this IEndpointRouteBuilder routes) => routes.MapPost("/connections/test", TestAsync)
        .Named("test_connection")
        .WithSummary("Tries credentials out and names what is wrong or missing; 200 whether they work or not")
        .WithTags("Connections")
        .Produces<TestResult>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<TestResult>, JsonHttpResult<ErrorBody>>> TestAsync(
        TestConnectionRequest request, HttpContext http, ServiceDatabase database, ProviderCatalog providers, CredentialVault vault, ConnectionProbe probe, CancellationToken cancel)
    {
        List<string> mistakes = [];
        var config = ConnectionRules.ReadObject(request.Config, "config", mistakes);
        var sent = ConnectionRules.ReadObject(request.Credentials, "credentials", mistakes);
        mistakes.AddRange(Credentials.Of(sent ?? []).FindMistakes());
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (string.IsNullOrEmpty(request.ConnectionId))
        {
            return providers.Find(request.Provider) is null
                ? TypedResults.Ok(new TestResult { Success = false, Message = ConnectionRules.UnknownProvider, Error = "NotSupported" })
                : TypedResults.Ok(await probe.TryAsync(new Account(request.Provider!, Credentials.Of(sent ?? []), config ?? []), cancel));
        }

        if (!Guid.TryParse(request.ConnectionId, out var id))
        {
            return ApiErrors.BadRequest("connection_id: must be a UUID", ErrorCodes.InvalidUuid);
        }

        var caller = http.GetCaller();
        StoredConnection? stored;
        await using (var session = await database.OpenAsync(caller, cancel))
        {
            stored = await StoredConnection.FindAsync(session, caller.ProjectId!.Value, id, cancel);
        }

        if (stored is null)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        var (account, mistake) = ConnectionChange.Merge(stored, vault.Unprotect(stored.CredentialsEncrypted, id), sent, config, providers.Get(stored.Provider));
        return account is null ? ApiErrors.Unprocessable([mistake!]) : TypedResults.Ok(await probe.TryAsync(account, cancel));
    }
}
