using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.Bitbucket;

/// <summary>Bitbucket Cloud: REST API 2.0, with an access token, or a user name (or e-mail address) and an API token or app password.</summary>
internal sealed class BitbucketProvider(ProviderHttp http, IOptions<ProviderOptions> options) : ICiProvider
{
    private const int MostPerPage = 100;
    private const string Permission = "Repositories: read and Pipelines: read";

    public string Name => "bitbucket";

    public string? AddressOf(Account account) => options.Value.BitbucketApi;

    public async Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel)
    {
        // Access tokens of a repository or workspace belong to nobody, so they are tried on what they are for.
        if (account.Setting("workspace") is { } workspace)
        {
            var (page, problem) = await ListRepositoriesAsync(account, null, 1, cancel);
            if (page is null)
            {
                return problem!;
            }

            var missing = page.Items is [var any, ..] ? (await ListRunsAsync(account, any.FullName, null, null, 1, cancel)).Fault : null;
            return new AccountOwner(account.Credentials.Username ?? workspace, null, null, missing);
        }

        var (answer, fault) = await GetAsync(account, "/user", cancel);
        return answer is null ? fault! : new AccountOwner(answer.Body.Line("username") is { Length: > 0 } name ? name : answer.Body.Line("nickname"), answer.Body.Line("display_name"), answer.Body.Line("account_id"));
    }

    public async Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel)
    {
        var list = account.Setting("workspace") is { } workspace ? $"/repositories/{Uri.EscapeDataString(workspace)}?sort=-updated_on" : "/repositories?role=member&sort=-updated_on";
        var (answer, fault) = await GetAsync(account, $"{list}&pagelen={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Repository>(
            [.. answer.Body.Items("values").Select(item => new Repository(item.Line("slug"), item.Line("full_name"), item.IsTrue("is_private"), item.Line("mainbranch", "name"), item.Line(2000, "links", "html", "href")))],
            NextOf(answer, cursor));
    }

    public async Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        // Definitions are in a file; what can be told apart are the branches that ran one.
        var (runs, fault) = await ListRunsAsync(account, repository, null, cursor, limit, cancel);
        return runs is null ? fault! : new Page<Pipeline>([.. runs.Items.Select(run => run.Branch).Where(branch => branch.Length > 0).Distinct().Select(branch => new Pipeline(branch, branch))], runs.Next);
    }

    public async Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel)
    {
        var filter = pipeline is null ? "" : $"&target.branch={Uri.EscapeDataString(pipeline)}";
        var (answer, fault) = await GetAsync(
            account, $"/repositories/{Paging.Escape(repository)}/pipelines?sort=-created_on{filter}&pagelen={Math.Min(limit, MostPerPage)}&page={Paging.PageOf(cursor)}", cancel);
        return answer is null ? fault! : new Page<Report>([.. answer.Body.Items("values").Select(item => BitbucketReports.OfPipeline(item, repository))], NextOf(answer, cursor));
    }

    // "next" is an address; see Paging.
    private static string? NextOf(ProviderAnswer answer, string? cursor) => answer.Body.Line(2000, "next").Length > 0 ? Paging.Text(Paging.PageOf(cursor) + 1) : null;

    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string pathAndQuery, CancellationToken cancel)
    {
        if (account.Credentials.Token is not { } token)
        {
            return Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, "The access token or app password is missing (token)."));
        }

        var authorization = account.Credentials.Username is { } user ? ProviderHttp.Basic(user, token) : new AuthenticationHeaderValue("Bearer", token);
        return http.GetAsync(options.Value.BitbucketApi, pathAndQuery, authorization, null, Permission, cancel);
    }
}
