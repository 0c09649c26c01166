using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Browsing;

/// <summary>The query parameters of lists; none is required by itself.</summary>
internal readonly struct BrowseQuery
{
    [FromQuery(Name = "repo")]
    public string? Repo { get; init; }

    [FromQuery(Name = "org")]
    public string? Org { get; init; }

    [FromQuery(Name = "pipeline_id")]
    public string? PipelineId { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }
}

/// <summary><c>GET /connections/{connection_id}/repositories</c>, <c>/pipelines</c> and <c>/runs</c>: what the CI/CD system says at this moment, page by page.</summary>
internal static class BrowsingEndpoints
{
    public static void MapBrowsing(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapGet("/connections/{connection_id}/repositories", RepositoriesAsync).Named("list_repositories").Produces<RepositoryPage>(),
            "Repositories (with Azure DevOps projects, with Jenkins jobs) that the connection reaches: limit (1 to 100, default 50), cursor (next_cursor of the page before)");
        Map(routes.MapGet("/connections/{connection_id}/pipelines", PipelinesAsync).Named("list_pipelines").Produces<PipelinePage>(),
            "Pipelines of a repository (repo); without one, of GitHub the repositories: org, limit, cursor");
        Map(routes.MapGet("/connections/{connection_id}/runs", RunsAsync).Named("list_runs").Produces<RunPage>(),
            "Runs of a repository (repo, or the one in the settings), the newest first: pipeline_id, limit (1 to 100, default 20), cursor");
    }

    private static void Map(RouteHandlerBuilder endpoint, string summary) => endpoint
        .WithSummary(summary)
        .WithTags("Browsing")
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<RepositoryPage>, JsonHttpResult<ErrorBody>>> RepositoriesAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, [AsParameters] BrowseQuery query, HttpContext http, Browser browser, CancellationToken cancel)
    {
        var (view, refusal) = await browser.OpenAsync(http.GetCaller(), connectionId, query, 50, cancel);
        if (view is null)
        {
            return refusal!;
        }

        var (page, fault) = await view.Provider.ListRepositoriesAsync(view.Account, view.Cursor, view.Limit, cancel);
        return page is null ? Browser.Explain(fault!) : TypedResults.Ok(new RepositoryPage(page.Items, page.Next));
    }

    private static async Task<Results<Ok<PipelinePage>, JsonHttpResult<ErrorBody>>> PipelinesAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, [AsParameters] BrowseQuery query, HttpContext http, Browser browser, CancellationToken cancel)
    {
        var (view, refusal) = await browser.OpenAsync(http.GetCaller(), connectionId, query, 50, cancel);
        if (view is null)
        {
            return refusal!;
        }

        if (view.Repository is not { } repository)
        {
            // As the earlier system answered for GitHub; Jenkins' jobs are its pipelines.
            if (view.Account.Provider is not ("github" or "jenkins"))
            {
                return ApiErrors.BadRequest("repo: name a repository (with Azure DevOps a project), here or in the settings of the connection", ErrorCodes.MissingRequiredField);
            }

            var (repositories, problem) = await view.Provider.ListRepositoriesAsync(view.Account, view.Cursor, view.Limit, cancel);
            return repositories is null ? Browser.Explain(problem!)
                : TypedResults.Ok(new PipelinePage(
                    repositories.Items, view.Account.Provider == "jenkins" ? [.. repositories.Items.Select(job => new Pipeline(job.FullName, job.Name, "", job.Url))] : [], repositories.Next));
        }

        var (page, fault) = await view.Provider.ListPipelinesAsync(view.Account, repository, view.Cursor, view.Limit, cancel);
        return page is null ? Browser.Explain(fault!) : TypedResults.Ok(new PipelinePage([], page.Items, page.Next));
    }

    private static async Task<Results<Ok<RunPage>, JsonHttpResult<ErrorBody>>> RunsAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, [AsParameters] BrowseQuery query, HttpContext http, Browser browser, CancellationToken cancel)
    {
        var (view, refusal) = await browser.OpenAsync(http.GetCaller(), connectionId, query, 20, cancel);
        if (view is null)
        {
            return refusal!;
        }

        if (view.Repository is not { } repository)
        {
            return ApiErrors.BadRequest("repo: name a repository (with Azure DevOps a project, with Jenkins a job), here or in the settings of the connection", ErrorCodes.MissingRequiredField);
        }

        var (page, fault) = await view.Provider.ListRunsAsync(view.Account, repository, view.Pipeline, view.Cursor, view.Limit, cancel);
        return page is null ? Browser.Explain(fault!) : TypedResults.Ok(new RunPage([.. page.Items.Select(Run.Of)], page.Next));
    }
}
