using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>
/// The ports of endpoints in a manifest. A port that is not given is left to the deployment tool where that has a default
/// (the first HTTP and HTTPS endpoint of a project, the ports 80 and 443) and is otherwise chosen from 8000 upwards.
/// </summary>
internal sealed class ManifestPorts
{
    private const int First = 8000;

    private readonly HashSet<int> _used = [];

    public IEnumerable<(EndpointAnnotation Endpoint, int? Port, int? TargetPort)> Resolve(IResource resource, IEnumerable<EndpointAnnotation> endpoints)
    {
        var defaulted = new HashSet<string>();
        foreach (var endpoint in endpoints)
        {
            var http = endpoint.UriScheme is "http" or "https";
            var left = resource is ProjectResource && http && endpoint.TargetPort is null && defaulted.Add(endpoint.UriScheme);
            var targetPort = endpoint.TargetPort ?? (left ? null : (resource as ContainerResource is null ? null : endpoint.Port) ?? Allocate());
            var port = endpoint.Port ?? (targetPort is null && !http ? Allocate() : null);
            Remember(targetPort);
            Remember(port);
            yield return (endpoint, port == targetPort ? null : port, targetPort);
        }
    }

    private int Allocate()
    {
        var port = First;
        while (!_used.Add(port))
        {
            port++;
        }

        return port;
    }

    private void Remember(int? port)
    {
        if (port is int number)
        {
            _used.Add(number);
        }
    }
}
