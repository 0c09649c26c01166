using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>A kind of cloud.</summary>
internal interface ICloudProvider
{
    /// <summary>aws, azure or gcp.</summary>
    string Name { get; }

    /// <summary>A session, or what is missing or wrong in the credentials and settings. Asks nobody yet.</summary>
    ProviderResult<ICloudSession> Open(CloudAccount account);
}

/// <summary>Asks one account; holds the token that it got, and gets another when that one expires.</summary>
internal interface ICloudSession : IDisposable
{
    /// <summary>What there is to list.</summary>
    IReadOnlyList<Part> Parts { get; }

    /// <summary>Whose account it is; fails when the credentials are not accepted.</summary>
    Task<ProviderResult<CloudIdentity>> IdentifyAsync(CancellationToken cancel);

    /// <summary>One page of a part.</summary>
    Task<ProviderResult<Page<CloudResource>>> ListAsync(Part part, string? cursor, int limit, CancellationToken cancel);

    /// <summary>What was measured of a part's resources, in steps of five minutes.</summary>
    Task<ProviderResult<IReadOnlyList<Measurement>>> MeasureAsync(
        Part part, IReadOnlyList<CloudResource> resources, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}

/// <summary>Finds a provider by name.</summary>
internal sealed class ProviderCatalog(IEnumerable<ICloudProvider> providers)
{
    public static readonly string[] Names = ["aws", "azure", "gcp"];

    private readonly Dictionary<string, ICloudProvider> _byName = providers.ToDictionary(provider => provider.Name);

    public static bool Knows(string? name) => name is not null && Names.Contains(name);

    public ProviderResult<ICloudSession> Open(CloudAccount account) => _byName[account.Provider].Open(account);
}
