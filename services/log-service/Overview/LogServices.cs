using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Overview;

/// <summary>Who wrote lines.</summary>
/// <param name="Services">Names in alphabetical order, each once.</param>
internal sealed record ServicesAnswer(IReadOnlyList<string> Services);

/// <summary><c>GET /logs/services</c></summary>
internal static class LogServices
{
    public static void MapLogServices(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/services", ListAsync)
        .Named("list_log_services")
        .WithSummary("The services that wrote lines; with time_from and time_to those of that time, to the minute")
        .WithTags("Overview")
        .Produces<ServicesAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<ServicesAnswer>, JsonHttpResult<ErrorBody>>> ListAsync(
        string? time_from, string? time_to, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var range = TimeRange.Read(reader, time_from, time_to);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var services = await session.ListAsync(
            $"select l.service from {range.CountedLines} where l.project_id = {caller.ProjectId!.Value} and {range.CountedCondition} and l.service <> '' group by l.service",
            row => row.GetString(0),
            cancel);
        return TypedResults.Ok(new ServicesAnswer([.. services.Order(StringComparer.Ordinal)]));
    }
}
