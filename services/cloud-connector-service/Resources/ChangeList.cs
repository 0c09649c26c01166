using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>A change that a sync found.</summary>
/// <param name="Id">Its number; higher ones were found later.</param>
/// <param name="ConnectionId">The connection.</param>
/// <param name="ResourceId">As the provider names it.</param>
/// <param name="Kind">compute, database or load_balancer.</param>
/// <param name="Type">For example ec2_instance.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is, or was.</param>
/// <param name="Change">added, changed or removed.</param>
/// <param name="Fields">What is different.</param>
/// <param name="At">When it was found: it happened since the sync before.</param>
internal sealed record FoundChange(
    long Id, Guid ConnectionId, string ResourceId, string Kind, string Type, string Name, string Region, string Change, IReadOnlyDictionary<string, FieldChange> Fields, DateTimeOffset At)
{
    public static FoundChange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
        JsonSerializer.Deserialize(row.GetString(8), CloudJson.Default.IReadOnlyDictionaryStringFieldChange)!, row.GetFieldValue<DateTimeOffset>(9));
}

/// <summary>A page of changes.</summary>
/// <param name="Changes">The newest first.</param>
/// <param name="Next">The value of before for the next page; null on the last one.</param>
internal sealed record ChangePage(IReadOnlyList<FoundChange> Changes, string? Next);

/// <summary><c>GET /changes</c></summary>
internal static class ChangeList
{
    public static void MapChangeList(this IEndpointRouteBuilder routes) => routes.MapGet("/changes", ListAsync)
        .Named("list_changes")
        .WithSummary("What changed in the project's clouds, the newest first; of one connection_id or resource_id, of one kind of change, found from and before to (times); limit 1 to 500, default 100; before: the id from which to go on")
        .WithTags("Resources")
        .Produces<ChangePage>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<ChangePage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "connection_id")] string? connectionId, [FromQuery(Name = "resource_id")] string? resourceId, string? change, string? from, string? to, string? before, string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader();
        var (connection, resource) = (query.Id("connection_id", connectionId), query.Line("resource_id", resourceId, 1000));
        var ofChange = query.Word("change", change, ResourceChange.All);
        var (since, until) = (query.Moment("from", from), query.Moment("to", to));
        var (last, count) = (query.Number("before", before, int.MaxValue, 1, int.MaxValue), query.Number("limit", limit, 100, 1, 500));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var found = await session.ListAsync($"""
            select c.id, c.connection_id, c.resource_id, c.kind, c.type, c.name, c.region, c.change, c.fields, c.at from resource_changes c
            where c.project_id = {caller.ProjectId} and c.id < {last} and ({connection}::uuid is null or c.connection_id = {connection})
              and ({resource}::text is null or c.resource_id = {resource}) and ({ofChange}::text is null or c.change = {ofChange})
              and ({since}::timestamptz is null or c.at >= {since}) and ({until}::timestamptz is null or c.at < {until})
            order by c.id desc limit {count}
            """, FoundChange.Read, cancel);
        return TypedResults.Ok(new ChangePage(found, found.Count == count ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }
}
