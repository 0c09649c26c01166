using System.Globalization;

namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>What a reference to an endpoint becomes. This is aspirate's reading, peculiarities included; overlays are written against it.</summary>
internal static class BindingReference
{
    public static string? Resolve(string resource, string name, Binding binding, string property) => property switch
    {
        "host" => resource,
        "port" => Text(binding.ServicePort(name)),
        "targetPort" => Text(binding.ContainerPort(name)),
        "url" => Url(resource, name, binding),
        // aspirate reads a property that manifests do not have ("schema"), and so always answers its default.
        "scheme" => "http",
        _ => null,
    };

    /// <summary>The port is the container's, also where the Service listens on another. TLS ends outside: there is no https in the cluster.</summary>
    private static string Url(string resource, string name, Binding binding) => name switch
    {
        "http" => $"http://{resource}:{Text(binding.ContainerPort(name))}",
        "https" => "",
        _ => $"{resource}:{Text(binding.ContainerPort(name))}",
    };

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
