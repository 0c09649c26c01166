using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>A container that DCP runs through Docker or Podman.</summary>
[DcpKind("Container", "containers")]
internal sealed class DcpContainer : DcpObject<ContainerSpec, ContainerStatus>;

internal sealed class ContainerSpec
{
    [JsonPropertyName("containerName")]
    public string? ContainerName { get; set; }

    [JsonPropertyName("image")]
    public string? Image { get; set; }

    [JsonPropertyName("build")]
    public ContainerBuild? Build { get; set; }

    [JsonPropertyName("volumeMounts")]
    public List<VolumeMount>? VolumeMounts { get; set; }

    [JsonPropertyName("ports")]
    public List<ContainerPort>? Ports { get; set; }

    [JsonPropertyName("env")]
    public List<EnvVar>? Env { get; set; }

    [JsonPropertyName("command")]
    public string? Command { get; set; }

    [JsonPropertyName("args")]
    public List<string>? Args { get; set; }

    /// <summary>Further arguments of the container runtime's own command.</summary>
    [JsonPropertyName("runArgs")]
    public List<string>? RunArgs { get; set; }

    /// <summary><c>always</c>, <c>missing</c> or <c>never</c>.</summary>
    [JsonPropertyName("pullPolicy")]
    public string? PullPolicy { get; set; }

    /// <summary>The container stays when DCP ends, and is used again as long as nothing about it has changed.</summary>
    [JsonPropertyName("persistent")]
    public bool? Persistent { get; set; }

    [JsonPropertyName("networks")]
    public List<ContainerNetworkLink>? Networks { get; set; }

    [JsonPropertyName("stop")]
    public bool? Stop { get; set; }
}

internal sealed class ContainerBuild
{
    [JsonPropertyName("context")]
    public string Context { get; set; } = "";

    [JsonPropertyName("dockerfile")]
    public string? Dockerfile { get; set; }

    [JsonPropertyName("stage")]
    public string? Stage { get; set; }

    [JsonPropertyName("args")]
    public List<EnvVar>? Args { get; set; }

    [JsonPropertyName("secrets")]
    public List<ContainerBuildSecret>? Secrets { get; set; }
}

/// <summary>A value that the build may read and that does not become part of the image.</summary>
internal sealed class ContainerBuildSecret
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    /// <summary>The build gets the value through the environment of the container runtime, not its command line.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; } = "env";

    [JsonPropertyName("value")]
    public string? Value { get; set; }
}

internal sealed class VolumeMount
{
    [JsonPropertyName("type")]
    public string Type { get; set; } = "volume";

    [JsonPropertyName("source")]
    public string? Source { get; set; }

    [JsonPropertyName("target")]
    public string Target { get; set; } = "";

    [JsonPropertyName("readOnly")]
    public bool ReadOnly { get; set; }
}

internal sealed class ContainerPort
{
    [JsonPropertyName("containerPort")]
    public int Port { get; set; }

    [JsonPropertyName("hostPort")]
    public int? HostPort { get; set; }

    [JsonPropertyName("hostIP")]
    public string? HostIp { get; set; }

    [JsonPropertyName("protocol")]
    public string Protocol { get; set; } = "TCP";
}

/// <summary>Membership of a container in a network, under the names other containers find it by.</summary>
internal sealed class ContainerNetworkLink
{
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("aliases")]
    public List<string>? Aliases { get; set; }
}

internal sealed class ContainerStatus : WorkloadStatus
{
    [JsonPropertyName("containerId")]
    public string? ContainerId { get; set; }
}

/// <summary>The bridge network that the containers of one session share.</summary>
[DcpKind("ContainerNetwork", "containernetworks")]
internal sealed class DcpContainerNetwork : DcpObject<ContainerNetworkSpec, ContainerNetworkStatus>;

internal sealed class ContainerNetworkSpec
{
    [JsonPropertyName("networkName")]
    public string? NetworkName { get; set; }

    [JsonPropertyName("persistent")]
    public bool? Persistent { get; set; }
}

internal sealed class ContainerNetworkStatus
{
    [JsonPropertyName("state")]
    public string? State { get; set; }
}
