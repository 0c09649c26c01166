using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address at which clients in one network reach an endpoint.</summary>
public class AllocatedEndpoint
{
    /// <summary>Initializes the address.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">The host name or IP address.</param>
    /// <param name="port">The port that clients use.</param>
    /// <param name="bindingMode">The addresses that are listened on.</param>
    /// <param name="targetPortExpression">The port that the program listens on: a number or a DCP template.</param>
    /// <param name="networkId">The network of the clients; this machine by default.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, EndpointBindingMode bindingMode, string? targetPortExpression = null, NetworkIdentifier? networkId = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
        BindingMode = bindingMode;
        TargetPortExpression = targetPortExpression;
        NetworkID = networkId ?? KnownNetworkIdentifiers.LocalhostNetwork;
    }

    /// <summary>Initializes an address that clients on this machine use.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">The host name or IP address.</param>
    /// <param name="port">The port that clients use.</param>
    /// <param name="targetPortExpression">The port that the program listens on: a number or a DCP template.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
        : this(endpoint, address, port, EndpointBindingMode.SingleAddress, targetPortExpression)
    {
    }

    /// <summary>Gets the endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>Gets the host name or IP address.</summary>
    public string Address { get; }

    /// <summary>Gets the port that clients use.</summary>
    public int Port { get; }

    /// <summary>Gets the addresses that are listened on.</summary>
    public EndpointBindingMode BindingMode { get; }

    /// <summary>Gets the port that the program listens on: a number or a DCP template.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>Gets the network of the clients.</summary>
    public NetworkIdentifier NetworkID { get; }

    /// <summary>Gets the URI scheme of the endpoint.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>Gets <c>address:port</c>.</summary>
    public string EndPointString => string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");

    /// <summary>Gets <c>scheme://address:port</c>.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc />
    public override string ToString() => UriString;
}

/// <summary>The addresses that an endpoint listens on.</summary>
public enum EndpointBindingMode
{
    /// <summary>One address.</summary>
    SingleAddress,

    /// <summary>All IPv4 and IPv6 addresses.</summary>
    DualStackAnyAddresses,

    /// <summary>All IPv4 addresses.</summary>
    IPv4AnyAddresses,

    /// <summary>All IPv6 addresses.</summary>
    IPv6AnyAddresses,
}
