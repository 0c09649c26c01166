using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Search;

/// <summary>A line and what was written around it.</summary>
/// <param name="Before">Older lines, the oldest first.</param>
/// <param name="Line">The line.</param>
/// <param name="After">Newer lines, the oldest first.</param>
internal sealed record ContextAnswer(IReadOnlyList<LogLine> Before, LogLine Line, IReadOnlyList<LogLine> After);

/// <summary><c>GET /logs/context</c></summary>
internal static class LogContext
{
    private const int DefaultLines = 20;
    private const int MaximumLines = 500;

    public static void MapLogContext(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/context", GetAsync)
        .Named("get_log_context")
        .WithSummary($"What was written around a line: id (of the line), before and after (0 to {MaximumLines} lines, default {DefaultLines}), service (the same as the line's unless all=true)")
        .WithTags("Search")
        .Produces<ContextAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ContextAnswer>, JsonHttpResult<ErrorBody>>> GetAsync(
        string? id, string? before, string? after, string? all, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var (older, newer) = (reader.Number("before", before, DefaultLines, 0, MaximumLines), reader.Number("after", after, DefaultLines, 0, MaximumLines));
        if (all is not (null or "" or "true" or "false"))
        {
            reader.Fail("all", "must be true or false");
        }

        var key = id is null ? null : LineKey.Parse(id);
        if (key is null)
        {
            reader.Fail("id", "must be the id of a line");
        }

        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var project = caller.ProjectId!.Value;
        var (time, number) = key!.Value;
        await using var session = await database.OpenAsync(caller, cancel);
        var line = await session.SingleOrDefaultAsync(
            $"select {LogLine.Columns} from log_lines l where l.project_id = {project} and l.time = {time} and l.id = {number}", row => LogLine.Read(row), cancel);
        if (line is null)
        {
            return ApiErrors.NotFound("There is no such line in this project.");
        }

        var beforeIt = await session.ListAsync(
            $"""
            select {LogLine.Columns} from log_lines l
            where l.project_id = {project} and l.time <= {time} and (l.time, l.id) < ({time}, {number}) and {Neighbours()}
            order by l.time desc, l.id desc limit {older}
            """, row => LogLine.Read(row), cancel);
        var afterIt = await session.ListAsync(
            $"""
            select {LogLine.Columns} from log_lines l
            where l.project_id = {project} and l.time >= {time} and (l.time, l.id) > ({time}, {number}) and {Neighbours()}
            order by l.time, l.id limit {newer}
            """, row => LogLine.Read(row), cancel);
        beforeIt.Reverse();
        return TypedResults.Ok(new ContextAnswer(beforeIt, line, afterIt));

        Sql Neighbours() => all == "true" ? (Sql)$"true" : (Sql)$"l.service = {line.ServiceName}";
    }
}
