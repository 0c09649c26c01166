using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.GitHub;

/// <summary>GitHub and, with another address, GitHub Enterprise Server: REST API version 2022-11-28.</summary>
internal sealed class GitHubProvider(ProviderHttp http, IOptions<ProviderOptions> options) : ICiProvider
{
    private const int MostPerPage = 100;

    public string Name => "github";

    public string? AddressOf(Account account) => account.Setting("api_url") ?? options.Value.GitHubApi;

    public async Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(account, "/user", "Metadata: read", cancel);
        if (answer is null)
        {
            return fault!;
        }

        // A classic token says what it may do; a fine-grained one does not, so it is tried.
        var scopes = answer.Header("X-OAuth-Scopes")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var missing = scopes is { Length: > 0 } && !scopes.Contains("repo") && !scopes.Contains("public_repo")
            ? new Fault(FaultKind.Forbidden, "The token is accepted but lacks the scope 'repo' (or 'public_repo'), so repositories and workflow runs cannot be read.")
            : null;
        if (missing is null && account.Setting("organization", "org") is { } organization)
        {
            missing = (await GetAsync(account, $"/orgs/{Uri.EscapeDataString(organization)}/repos?per_page=1", $"Metadata: read in the organization {ForeignJson.Clean(organization, 100)}", cancel)).Fault;
        }

        return new AccountOwner(answer.Body.Line("login"), answer.Body.Line("name"), answer.Body.Line("id"), missing);
    }

    public async Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel)
    {
        var page = Paging.PageOf(cursor);
        var list = account.Setting("organization", "org") is { } organization
            ? $"/orgs/{Uri.EscapeDataString(organization)}/repos?sort=pushed"
            : "/user/repos?affiliation=owner,collaborator,organization_member&sort=pushed";
        var (answer, fault) = await GetAsync(account, $"{list}&per_page={Math.Min(limit, MostPerPage)}&page={page}", "Metadata: read", cancel);
        return answer is null ? fault! : new Page<Repository>(
            [.. answer.Body.Items().Select(item => new Repository(item.Line("name"), item.Line("full_name"), item.IsTrue("private"), item.Line("default_branch"), item.Line(2000, "html_url")))],
            Paging.NextOfLink(answer.Header("Link"), page));
    }

    public async Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        var page = Paging.PageOf(cursor);
        var (answer, fault) = await GetAsync(account, $"/repos/{Paging.Escape(repository)}/actions/workflows?per_page={Math.Min(limit, MostPerPage)}&page={page}", "Actions: read", cancel);
        return answer is null ? fault! : new Page<Pipeline>(
            [.. answer.Body.Items("workflows").Select(item => new Pipeline(item.Line("id"), item.Line("name"), item.Line("path"), item.Line(2000, "html_url")))],
            Paging.NextOfLink(answer.Header("Link"), page));
    }

    public async Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel)
    {
        var page = Paging.PageOf(cursor);
        var list = pipeline is null ? "actions/runs" : $"actions/workflows/{Uri.EscapeDataString(pipeline)}/runs";
        var (answer, fault) = await GetAsync(account, $"/repos/{Paging.Escape(repository)}/{list}?per_page={Math.Min(limit, MostPerPage)}&page={page}", "Actions: read", cancel);
        return answer is null ? fault! : new Page<Report>(
            [.. answer.Body.Items("workflow_runs").Select(item => GitHubReports.OfRun(item, repository, ""))], Paging.NextOfLink(answer.Header("Link"), page));
    }

    public async Task<ProviderResult<Page<Report>>> ListDeploymentsAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        var page = Paging.PageOf(cursor);
        var path = $"/repos/{Paging.Escape(repository)}/deployments";
        var (answer, fault) = await GetAsync(account, $"{path}?per_page={Math.Min(limit, MostPerPage)}&page={page}", "Deployments: read", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var reports = new List<Report>();
        foreach (var item in answer.Body.Items())
        {
            var (status, problem) = await GetAsync(account, $"{path}/{Uri.EscapeDataString(item.Line("id"))}/statuses?per_page=1", "Deployments: read", cancel);
            if (status is null)
            {
                return problem!;
            }

            reports.Add(GitHubReports.OfDeployment(item, status.Body.Items().FirstOrDefault(), repository));
        }

        return new Page<Report>(reports, Paging.NextOfLink(answer.Header("Link"), page));
    }

    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string pathAndQuery, string permission, CancellationToken cancel) => account.Credentials.Token is not { } token
        ? Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, "The personal access token is missing (pat)."))
        : http.GetAsync(AddressOf(account)!, pathAndQuery, new AuthenticationHeaderValue("Bearer", token), ("X-GitHub-Api-Version", "2022-11-28"), permission, cancel);
}
