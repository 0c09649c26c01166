using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Settings.Probes;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>Connections to other systems: who may see them, save them and try them out.</summary>
internal static class ConnectionEndpoints
{
    private const string Unknown = "There is no such connection in this project.";

    public static void MapConnections(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/settings/connections").WithTags("Settings");
        group.MapGet("", ListAsync).WithMetadata(Access.Viewer)
            .WithSummary("The project's connections, secrets masked").ProducesErrors(400, 401, 429);
        group.MapPut("", SaveAsync).WithMetadata(Access.Admin).Audited("connection.save", "connection")
            .WithSummary("Creates or changes a connection; secrets that are left out keep their value").ProducesErrors(400, 401, 403, 404, 409, 422, 429);
        group.MapDelete("/{connection_id}", DeleteAsync).WithMetadata(Access.Admin).Audited("connection.delete", "connection")
            .WithSummary("Deletes a connection").ProducesErrors(400, 401, 403, 404, 429);
        group.MapPost("/test", TestAsync).WithMetadata(Access.Admin).Audited("connection.test", "connection")
            .WithSummary("Tries a connection out, stored or not").ProducesErrors(400, 401, 403, 404, 422, 429);
        group.MapGet("/categories", () => Categories.Listed).WithMetadata(Access.Viewer)
            .WithSummary("What can be connected").ProducesErrors(400, 401, 429);
    }

    private static async Task<List<ConnectionBody>> ListAsync(string? category, string? category_prefix, HttpContext http, ConnectionStore store, CancellationToken cancel)
    {
        var rows = await store.ListAsync(http.GetCaller(), cancel);
        return [.. rows
            .Where(row => category is { Length: > 0 } ? row.Category == category : row.Category.StartsWith(category_prefix ?? "", StringComparison.Ordinal))
            .Select(row => row.ToBody())];
    }

    private static async Task<Results<Ok<ConnectionBody>, JsonHttpResult<ErrorBody>>> SaveAsync(SaveConnectionRequest request, HttpContext http, ConnectionStore store, CancellationToken cancel)
    {
        if (Categories.FindMistake(request.Category) is { } mistake)
        {
            return ApiErrors.BadRequest(mistake, ErrorCodes.InvalidFieldValue);
        }

        var name = request.Name?.Trim() ?? "";
        if (name.Length is 0 or > 255 || name.Any(char.IsControl))
        {
            return ApiErrors.BadRequest("name must have 1 to 255 characters and no control characters.", ErrorCodes.InvalidFieldValue);
        }

        if (!ConnectionConfig.TryRead(request.Config, out var config))
        {
            return ApiErrors.BadRequest("config must be an object of at most 32 KiB that names no field twice.", ErrorCodes.InvalidFieldValue);
        }

        Guid? id = null;
        if (request.Id is { Length: > 0 } text)
        {
            if (!Guid.TryParse(text, out var parsed))
            {
                return NotAnId("id");
            }

            id = parsed;
        }

        return await store.SaveAsync(http, id, request.Category!, name, config, cancel) switch
        {
            (SaveOutcome.Unknown, _) => ApiErrors.NotFound(Unknown),
            (SaveOutcome.CategoryTaken, _) => ApiErrors.Conflict("The project already has a connection of this category. Change that one, or delete it first."),
            (SaveOutcome.DestinationChanged, _) => ApiErrors.Unprocessable([Destination.Changed]),
            (_, { } saved) => TypedResults.Ok(saved.ToBody()),
            _ => throw new InvalidOperationException("A save without an outcome."),
        };
    }

    private static async Task<Results<Ok<OkBody>, JsonHttpResult<ErrorBody>>> DeleteAsync(string connection_id, HttpContext http, ConnectionStore store, CancellationToken cancel) =>
        !Guid.TryParse(connection_id, out var id) ? NotAnId("connection_id")
        : await store.DeleteAsync(http, id, cancel) ? TypedResults.Ok(new OkBody(true))
        : ApiErrors.NotFound(Unknown);

    private static async Task<Results<Ok<TestResult>, JsonHttpResult<ErrorBody>>> TestAsync(TestConnectionRequest request, HttpContext http, ConnectionStore store, ConnectionProbe probe, CancellationToken cancel)
    {
        if (!ConnectionConfig.TryRead(request.Config, out var config))
        {
            return ApiErrors.BadRequest("config must be an object of at most 32 KiB that names no field twice.", ErrorCodes.InvalidFieldValue);
        }

        if (request.ConnectionId is { Length: > 0 } text)
        {
            return Guid.TryParse(text, out var id) ? await TestStoredAsync(id, config, http.GetCaller(), store, probe, cancel) : NotAnId("connection_id");
        }

        return Categories.FindMistake(request.Category) is { } mistake
            ? ApiErrors.BadRequest(mistake, ErrorCodes.InvalidFieldValue)
            : TypedResults.Ok(await probe.TryAsync(request.Category!, config, cancel));
    }

    private static async Task<Results<Ok<TestResult>, JsonHttpResult<ErrorBody>>> TestStoredAsync(
        Guid id, JsonObject edited, Caller caller, ConnectionStore store, ConnectionProbe probe, CancellationToken cancel)
    {
        if (await store.FindAsync(caller, id, cancel) is not { } stored)
        {
            return ApiErrors.NotFound(Unknown);
        }

        if (edited.Count > 0 && Destination.Leaks(edited, stored.Config ?? []))
        {
            return ApiErrors.Unprocessable([Destination.Changed]);
        }

        // What the form shows is what is tested; the secrets that it does not show come from the store.
        var result = stored.Config is { } config
            ? await probe.TryAsync(stored.Category, edited.Count == 0 ? config : SecretMask.Merge(edited, config), cancel)
            : new TestResult(false, "The stored secrets cannot be decrypted any more. Enter them again and save.");
        await store.RecordTestAsync(caller, id, result.Success, cancel);
        return TypedResults.Ok(result);
    }

    private static JsonHttpResult<ErrorBody> NotAnId(string field) => ApiErrors.BadRequest($"{field} must be a UUID.", ErrorCodes.InvalidUuid);
}
