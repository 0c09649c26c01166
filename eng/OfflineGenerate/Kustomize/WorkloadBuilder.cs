using SreCopilot.OfflineGenerate.Manifest;

namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary>Makes the workload of a resource: placeholders resolved, image named.</summary>
internal sealed class WorkloadBuilder(AspireManifest manifest, GenerateOptions options, PlaceholderResolver resolver, TextWriter warnings)
{
    public Workload Build(Resource resource) => new()
    {
        Folder = resource.Name,
        Image = resource.Kind() == ResourceKind.Image ? resource.Image!.ToLowerInvariant() : options.BuiltImage(resource.Name),
        ImagePullPolicy = options.ImagePullPolicy,
        Command = resource.Entrypoint,
        Args = [.. resource.Args.Select(argument => Literal(resource, argument))],
        Ports = [.. resource.Bindings.Select(binding => ToPort(resource, binding.Key, binding.Value))],
        Env = [.. Environment(resource)],
        Volumes = [.. resource.Volumes.Select(volume => new VolumeMount(VolumeName(resource, volume), volume.Target))],
        HostMounts = [.. resource.BindMounts.Select(mount => ToHostMount(resource, mount))],
    };

    private IEnumerable<KeyValuePair<string, string>> Environment(Resource resource)
    {
        foreach (var (name, value) in resource.Env)
        {
            var resolved = resolver.Resolve(value, $"{name} of '{resource.Name}'");
            // aspirate leaves empty variables out.
            if (resolved.Length > 0)
            {
                yield return new(name, resolved);
            }
        }

        if (resource.Kind() == ResourceKind.Project)
        {
            yield return new("ASPNETCORE_URLS", "http://+:8080;");
        }
    }

    /// <summary>aspirate does not resolve arguments: the container would get the placeholder's text, which nobody wants.</summary>
    private string Literal(Resource resource, string argument) =>
        resolver.References(argument).FirstOrDefault() is { } reference
            ? throw new GenerateException($"An argument of '{resource.Name}' holds '{{{reference}}}', which aspirate does not resolve. Hand it over in an environment variable.")
            : argument;

    private Port ToPort(Resource resource, string name, Binding binding)
    {
        if (string.Equals(binding.Protocol, "udp", StringComparison.OrdinalIgnoreCase))
        {
            warnings.WriteLine($"warning: the endpoint '{name}' of '{resource.Name}' is UDP, but aspirate writes every port as TCP. Patch it in an overlay.");
        }

        return new Port(name, binding.ServicePort(name), binding.ContainerPort(name));
    }

    private HostMount ToHostMount(Resource resource, BindMount mount)
    {
        warnings.WriteLine($"warning: '{resource.Name}' mounts '{mount.Source}' of this machine; the cluster's node must have it at the same path.");
        return new HostMount(Path.GetFullPath(mount.Source, manifest.Folder), mount.Target, mount.ReadOnly);
    }

    private static string VolumeName(Resource resource, Volume volume)
    {
        var name = string.IsNullOrEmpty(volume.Name) ? $"{resource.Name}-{volume.Target}" : volume.Name;
        return name.Replace('/', '-').Replace('.', '-').Replace("--", "-", StringComparison.Ordinal).ToLowerInvariant();
    }
}
