using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private string? _transport;
    private bool? _tlsEnabled;

    /// <summary>Initializes an endpoint.</summary>
    /// <param name="protocol">The network protocol.</param>
    /// <param name="uriScheme">The URI scheme; that of the protocol by default.</param>
    /// <param name="transport">The transport, for example <c>http2</c>; follows from the scheme by default.</param>
    /// <param name="name">The name; the URI scheme by default.</param>
    /// <param name="port">The port that clients use; any free one by default.</param>
    /// <param name="targetPort">The port that the program listens on; any free one by default.</param>
    /// <param name="isExternal">Whether clients outside the application may reach it.</param>
    /// <param name="isProxied">Whether a proxy stands between clients and program; yes by default.</param>
    public EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
        : this(protocol, null, uriScheme, transport, name, port, targetPort, isExternal, isProxied)
    {
    }

    /// <summary>Initializes an endpoint.</summary>
    /// <param name="protocol">The network protocol.</param>
    /// <param name="networkId">The network whose address is the default one; this machine by default.</param>
    /// <param name="uriScheme">The URI scheme; that of the protocol by default.</param>
    /// <param name="transport">The transport, for example <c>http2</c>; follows from the scheme by default.</param>
    /// <param name="name">The name; the URI scheme by default.</param>
    /// <param name="port">The port that clients use; any free one by default.</param>
    /// <param name="targetPort">The port that the program listens on; any free one by default.</param>
    /// <param name="isExternal">Whether clients outside the application may reach it.</param>
    /// <param name="isProxied">Whether a proxy stands between clients and program; yes by default.</param>
    public EndpointAnnotation(ProtocolType protocol, NetworkIdentifier? networkId, string? uriScheme = null, string? transport = null, string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        _transport = transport;
        Name = name ?? UriScheme;
        ThrowIfInvalid(Name, nameof(name));
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsExplicitlyProxied = isProxied;
        DefaultNetworkID = networkId ?? KnownNetworkIdentifiers.LocalhostNetwork;
    }

    /// <summary>Gets or sets the name, unique in the resource.</summary>
    public string Name { get; set; }

    /// <summary>Gets or sets the network protocol.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>Gets or sets the URI scheme.</summary>
    public string UriScheme { get; set; }

    /// <summary>Gets or sets the transport: <c>http</c> for http and https unless set, else the protocol.</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : Protocol.ToString().ToLowerInvariant());
        set => _transport = value;
    }

    /// <summary>Gets or sets the host that the program listens on.</summary>
    public string TargetHost { get; set; } = KnownHostNames.Localhost;

    /// <summary>Gets or sets the port that clients use.</summary>
    public int? Port { get; set; }

    /// <summary>Gets or sets the port that the program listens on; without a proxy, the port that clients use.</summary>
    public int? TargetPort
    {
        get => field ?? (IsProxied ? null : Port);
        set;
    }

    /// <summary>Gets or sets whether clients outside the application may reach it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Gets or sets whether a proxy stands between clients and program.</summary>
    public bool IsProxied
    {
        get => IsExplicitlyProxied ?? true;
        set => IsExplicitlyProxied = value;
    }

    /// <summary>Gets or sets whether <see cref="IsProxied" /> was chosen, and how.</summary>
    public bool? IsExplicitlyProxied { get; set; }

    /// <summary>Gets or sets whether the endpoint is encrypted; follows from the scheme unless set.</summary>
    public bool TlsEnabled
    {
        get => _tlsEnabled ?? string.Equals(UriScheme, "https", StringComparison.OrdinalIgnoreCase);
        set => _tlsEnabled = value;
    }

    /// <summary>Gets or sets whether a reference to the whole resource leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>Gets the network whose address is the default one.</summary>
    public NetworkIdentifier DefaultNetworkID { get; }

    /// <summary>Gets the addresses, one for each network.</summary>
    public NetworkEndpointSnapshotList AllAllocatedEndpoints { get; } = new();

    /// <summary>Gets or sets the address in the default network, once it is known.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => AllAllocatedEndpoints.Snapshot(DefaultNetworkID).TryGetValue(out var endpoint) ? endpoint : null;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(DefaultNetworkID, value);
        }
    }

    /// <summary>Gets or sets the variable that tells the program its port, when it has one of its own.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>Gets or sets whether the endpoint stands in the project's launch profile.</summary>
    internal bool FromLaunchProfile { get; set; }

    private static void ThrowIfInvalid(string name, string parameter)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !char.IsAsciiLetter(name[0]))
        {
            throw new ArgumentException(
                $"Endpoint name '{name}' is invalid. It must start with an ASCII letter, contain only ASCII letters, digits, hyphens and underscores, and have at most 64 characters.",
                parameter);
        }
    }
}
