using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.AzureDevOps;

/// <summary>Azure DevOps Services, and Server by its own address: REST API version 7.1. A repository here is a project: pipelines belong to it.</summary>
internal sealed class AzureDevOpsProvider(ProviderHttp http, IOptions<ProviderOptions> options) : ICiProvider
{
    private const int MostPerPage = 100;
    private const string Permission = "Build (read) and Project and Team (read)";
    private const string Version = "api-version=7.1";

    public string Name => "azure_devops";

    // https://dev.azure.com/acme, or only acme
    public string? AddressOf(Account account)
    {
        var typed = account.Setting("organization_url", "organization", "org");
        return typed is null ? null : typed.Contains("://", StringComparison.Ordinal) ? typed.TrimEnd('/') : $"{options.Value.AzureDevOpsApi.TrimEnd('/')}/{Uri.EscapeDataString(typed)}";
    }

    public async Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel)
    {
        // A test that names no organization, as the earlier pages send it, asks whose the token is.
        var (answer, fault) = await GetAsync(account, AddressOf(account) ?? options.Value.AzureDevOpsApi, $"/_apis/connectiondata?{Version}-preview", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var user = answer.Body.At("authenticatedUser");
        var name = user.Line("providerDisplayName") is { Length: > 0 } text ? text : user.Line("customDisplayName");
        if (name.Length == 0 || name == "Anonymous")
        {
            return new Fault(FaultKind.Rejected, "The credentials were rejected: the token is wrong, expired or revoked.");
        }

        var missing = AddressOf(account) is null ? null
            : account.Setting("project") is { } project ? (await ListRunsAsync(account, project, null, null, 1, cancel)).Fault
            : (await ListRepositoriesAsync(account, null, 1, cancel)).Fault;
        return new AccountOwner(name, name, user.Line("id"), missing);
    }

    public async Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel)
    {
        if (account.Setting("project") is { } only)
        {
            return new Page<Repository>([new Repository(only, only, true)], null);
        }

        var skip = (Paging.PageOf(cursor) - 1) * Math.Min(limit, MostPerPage);
        var (answer, fault) = await GetAsync(account, $"/_apis/projects?$top={Math.Min(limit, MostPerPage)}&$skip={skip}&{Version}", cancel);
        return answer is null ? fault! : new Page<Repository>(
            [.. answer.Body.Items("value").Select(item => new Repository(item.Line("name"), item.Line("name"), item.Line("visibility") != "public"))],
            answer.Body.Items("value").Count() == Math.Min(limit, MostPerPage) ? Paging.Text(Paging.PageOf(cursor) + 1) : null);
    }

    public async Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(account, $"/{Uri.EscapeDataString(repository)}/_apis/pipelines?$top={Math.Min(limit, MostPerPage)}{Continue(cursor)}&{Version}", cancel);
        return answer is null ? fault! : new Page<Pipeline>(
            [.. answer.Body.Items("value").Select(item => new Pipeline(item.Line("id"), item.Line("name"), item.Line("folder"), item.Line(2000, "_links", "web", "href")))],
            answer.Header("x-ms-continuationtoken"));
    }

    public async Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel)
    {
        var filter = pipeline is null ? "" : $"&definitions={Uri.EscapeDataString(pipeline)}";
        var (answer, fault) = await GetAsync(
            account, $"/{Uri.EscapeDataString(repository)}/_apis/build/builds?queryOrder=queueTimeDescending&$top={Math.Min(limit, MostPerPage)}{filter}{Continue(cursor)}&{Version}", cancel);
        return answer is null ? fault! : new Page<Report>([.. answer.Body.Items("value").Select(item => Read(item, account))], answer.Header("x-ms-continuationtoken"));
    }

    /// <summary>What the settings call the organization: <c>acme</c> of <c>https://dev.azure.com/acme</c>.</summary>
    public static string? OrganizationOf(Account account) =>
        account.Setting("organization_url", "organization", "org") is { } typed ? typed.TrimEnd('/').Split('/')[^1] : null;

    private static Report Read(JsonElement build, Account account) =>
        AzureDevOpsReports.OfBuild(build, AzureDevOpsReports.PlaceOf(build.Line(2000, "url"), OrganizationOf(account)));

    private static string Continue(string? cursor) => cursor is null ? "" : $"&continuationToken={Uri.EscapeDataString(cursor)}";

    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string pathAndQuery, CancellationToken cancel) => AddressOf(account) is { } address
        ? GetAsync(account, address, pathAndQuery, cancel)
        : Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, "The organization is missing (organization_url), for example https://dev.azure.com/acme."));

    // A personal access token is the password of an empty user name. The header: an error instead of a page for signing in.
    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string address, string pathAndQuery, CancellationToken cancel) => account.Credentials.Token is not { } token
        ? Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, "The personal access token is missing (pat)."))
        : http.GetAsync(address, pathAndQuery, ProviderHttp.Basic("", token), ("X-TFS-FedAuthRedirect", "Suppress"), Permission, cancel);
}
