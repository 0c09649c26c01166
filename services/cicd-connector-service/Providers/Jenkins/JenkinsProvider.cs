using System.Globalization;
using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.Jenkins;

/// <summary>Jenkins, remote access API. A repository here is a job; folders and branches of multibranch jobs are part of its name.</summary>
internal sealed class JenkinsProvider(ProviderHttp http) : ICiProvider
{
    private const int MostPerPage = 100;
    private const string Permission = "Overall/Read and Job/Read";

    // Folders in folders: as deep as anybody nests them, and one answer.
    private const string Jobs = "jobs[name,fullName,url,color,jobs[name,fullName,url,color,jobs[name,fullName,url,color,jobs[name,fullName,url,color]]]]";
    private const string BuildFields = "number,building,result,timestamp,duration,url,actions[causes[userName],lastBuiltRevision[SHA1,branch[name]]]";

    public string Name => "jenkins";

    public string? AddressOf(Account account) => account.Setting("jenkins_url", "url") ?? account.Credentials.Url;

    public async Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(account, "/me/api/json", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var (_, missing) = await GetAsync(account, "/api/json?tree=jobs[name]{0,1}", cancel);
        var name = answer.Body.Line("fullName");
        return new AccountOwner(name, name, answer.Body.Line("id"), missing);
    }

    public async Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync(account, $"/api/json?tree={Jobs}", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var page = Paging.PageOf(cursor);
        var jobs = Flatten(answer.Body).ToList();
        return new Page<Repository>([.. jobs.Skip((page - 1) * limit).Take(limit)], jobs.Count > page * limit ? Paging.Text(page + 1) : null);
    }

    public async Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel)
    {
        var (answer, fault) = await ListRepositoriesAsync(account, cursor, limit, cancel);
        return answer is null ? fault! : new Page<Pipeline>([.. answer.Items.Select(job => new Pipeline(job.FullName, job.Name, "", job.Url))], answer.Next);
    }

    public async Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel)
    {
        var (page, size) = (Paging.PageOf(cursor), Math.Min(limit, MostPerPage));
        var range = string.Create(CultureInfo.InvariantCulture, $"{{{(page - 1) * size},{page * size}}}");
        var job = string.Concat((pipeline ?? repository).Split('/').Select(piece => $"/job/{Uri.EscapeDataString(piece)}"));
        var (answer, fault) = await GetAsync(account, $"{job}/api/json?tree=allBuilds[{BuildFields}]{range}", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var builds = answer.Body.Items("allBuilds").Select(build => JenkinsReports.OfListedBuild(build, pipeline ?? repository)).ToList();
        return new Page<Report>(builds, builds.Count == size ? Paging.Text(page + 1) : null);
    }

    // Only jobs have a color; folders have jobs.
    private static IEnumerable<Repository> Flatten(JsonElement folder) => folder.Items("jobs").SelectMany(item => item.At("jobs").ValueKind == JsonValueKind.Array
        ? Flatten(item)
        : item.Line("color").Length > 0 ? [new Repository(item.Line("name"), item.Line("fullName") is { Length: > 0 } full ? full : item.Line("name"), true, "", item.Line(2000, "url"))] : []);

    private Task<ProviderResult<ProviderAnswer>> GetAsync(Account account, string pathAndQuery, CancellationToken cancel)
    {
        var user = account.Credentials.Username ?? account.Setting("username");
        var missing = AddressOf(account) is null ? "The address of Jenkins is missing (url)."
            : user is null ? "The user name is missing (username)."
            : account.Credentials.Token is null ? "The API token is missing (token)."
            : null;
        return missing is null
            ? http.GetAsync(AddressOf(account)!, pathAndQuery, ProviderHttp.Basic(user!, account.Credentials.Token!), null, Permission, cancel)
            : Task.FromResult<ProviderResult<ProviderAnswer>>(new Fault(FaultKind.Incomplete, missing));
    }
}
