using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>A kind of CI/CD system. Lists come page by page, the newest first.</summary>
internal interface ICiProvider
{
    /// <summary>For example github.</summary>
    string Name { get; }

    /// <summary>The address that the credentials are sent to; null when none was typed.</summary>
    string? AddressOf(Account account);

    /// <summary>Whose the credentials are, and whether they may do what a sync needs.</summary>
    Task<ProviderResult<AccountOwner>> TestAsync(Account account, CancellationToken cancel);

    Task<ProviderResult<Page<Repository>>> ListRepositoriesAsync(Account account, string? cursor, int limit, CancellationToken cancel);

    Task<ProviderResult<Page<Pipeline>>> ListPipelinesAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel);

    /// <summary>Runs of one pipeline, or of all of the repository.</summary>
    Task<ProviderResult<Page<Report>>> ListRunsAsync(Account account, string repository, string? pipeline, string? cursor, int limit, CancellationToken cancel);

    /// <summary>What the system itself calls deployments; most do not.</summary>
    Task<ProviderResult<Page<Report>>> ListDeploymentsAsync(Account account, string repository, string? cursor, int limit, CancellationToken cancel) =>
        Task.FromResult<ProviderResult<Page<Report>>>(new Page<Report>([], null));
}

/// <summary>Finds a provider by name.</summary>
internal sealed class ProviderCatalog(IEnumerable<ICiProvider> providers)
{
    public static readonly string[] Names = ["github", "azure_devops", "gitlab", "jenkins", "bitbucket"];

    private readonly Dictionary<string, ICiProvider> _byName = providers.ToDictionary(provider => provider.Name);

    public ICiProvider? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    public ICiProvider Get(string name) => _byName[name];
}
