using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.GitLab;

/// <summary>gitlab.com or an installation of one's own: REST API version 4.</summary>
internal sealed class GitLabProvider(ProviderHttp http, IOptions<ProviderOptions> options) : ICiProvider
{
    private const int MostPerPage = 100;
    private const string Permission = "the scope read_api, and at least the role Reporter in the project";

    public string Name => "gitlab";

    public string? AddressOf(Account account) => account.Setting("gitlab_url", "url") ?? account.Credentials.Url ?? options.Value.GitLab;

    public async Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(account, "/user", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var (projects, missing) = await ListRepositoriesAsync(account, null, 1, cancel);
        return new AccountOwner(answer.Body.Line("username"), answer.Body.Line("name"), answer.Body.Line("id"), projects is null ? missing : null);
    }

    public async Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel)
    {
        if (account.Setting("project_id") is { } only)
        {
            var (project, problem) = await GetAsync(account, $"/projects/{Uri.EscapeDataString(only)}", cancel);
            return project is null ? problem! : new Page<Repository>([Read(project.Body)], null);
        }

        var list = account.Setting("group") is { } group ? $"/groups/{Uri.EscapeDataString(group)}/projects?include_subgroups=true" : "/projects?membership=true";
        var (answer, fault) = await GetAsync(account, $"{list}&archived=false&order_by=last_activity_at&per_page={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Repository>([.. answer.Body.Items().Select(Read)], NextOf(answer));
    }

    public async Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        // A project has one pipeline definition; what can be told apart are the branches that ran it.
        var (answer, fault) = await GetAsync(account, $"{Of(repository)}/pipelines?per_page={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Pipeline>(
            [.. answer.Body.Items().Select(item => item.Line("ref")).Distinct().Select(branch => new Pipeline(branch, branch))], NextOf(answer));
    }

    public async Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel)
    {
        var filter = pipeline is null ? "" : $"&ref={Uri.EscapeDataString(pipeline)}";
        var (answer, fault) = await GetAsync(
            account, $"{Of(repository)}/pipelines?order_by=id&sort=desc{filter}&per_page={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Report>([.. answer.Body.Items().Select(item => GitLabReports.OfListedPipeline(item, repository))], NextOf(answer));
    }

    public async Task<ProviderResult<Page<Report>>> ListDeploymentsAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(
            account, $"{Of(repository)}/deployments?order_by=created_at&sort=desc&per_page={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Report>([.. answer.Body.Items().Select(item => GitLabReports.OfListedDeployment(item, repository))], NextOf(answer));
    }

    private static Repository Read(System.Text.Json.JsonElement project) => new(
        project.Line("path"), project.Line("path_with_namespace"), project.Line("visibility") != "public", project.Line("default_branch"), project.Line(2000, "web_url"));

    // GitLab takes acme%2Fweb for the number of a project.
    private static string Of(string repository) => $"/projects/{Uri.EscapeDataString(repository)}";

    private static string? NextOf(ProviderAnswer answer) => answer.Header("X-Next-Page") is { } next && Paging.PageOf(next) > 1 ? next : null;

    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string pathAndQuery, CancellationToken cancel) => account.Credentials.Token is not { } token
        ? Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, "The access token is missing (pat)."))
        : http.GetAsync(AddressOf(account)!.TrimEnd('/') + "/api/v4", pathAndQuery, null, ("PRIVATE-TOKEN", token), Permission, cancel);
}
