namespace Aspire.Hosting.ApplicationModel;

/// <summary>A network from which an endpoint is reached.</summary>
/// <param name="Value">The name of the network.</param>
public record NetworkIdentifier(string Value);

/// <summary>The networks that exist in every application.</summary>
public static class KnownNetworkIdentifiers
{
    /// <summary>The machine that the AppHost runs on.</summary>
    public static readonly NetworkIdentifier LocalhostNetwork = new("localhost");

    /// <summary>The network that the application's containers share.</summary>
    public static readonly NetworkIdentifier DefaultAspireContainerNetwork = new("aspire-container-network");

    /// <summary>The public internet.</summary>
    public static readonly NetworkIdentifier PublicInternet = new(".");
}

/// <summary>Well-known host names.</summary>
public static class KnownHostNames
{
    /// <summary>This machine.</summary>
    public const string Localhost = "localhost";

    /// <summary>The name by which containers reach this machine through Docker Desktop.</summary>
    public const string DockerDesktopHostBridge = "host.docker.internal";

    /// <summary>The name by which containers reach this machine through the container tunnel.</summary>
    public const string DefaultContainerTunnelHostName = "aspire.dev.internal";
}
