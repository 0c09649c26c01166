using System.Reflection;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>The API group that every DCP object belongs to.</summary>
internal static class DcpApi
{
    public const string Group = "usvc-dev.developer.microsoft.com";
    public const string Version = "v1";
    public const string GroupVersion = Group + "/" + Version;
}

/// <summary>What all DCP objects have in common: they are cluster-scoped Kubernetes objects.</summary>
internal abstract class DcpObject : IKubernetesObject<V1ObjectMeta>
{
    protected DcpObject() => Kind = DcpKindAttribute.Of(GetType()).Kind;

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = DcpApi.GroupVersion;

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonIgnore]
    public string Name => Metadata.Name;

    public void Annotate(string key, string value) =>
        (Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal))[key] = value;
}

/// <summary>A DCP object with a desired state (<c>spec</c>) and an observed one (<c>status</c>).</summary>
internal abstract class DcpObject<TSpec, TStatus> : DcpObject
    where TSpec : new()
{
    [JsonPropertyName("spec")]
    public TSpec Spec { get; set; } = new();

    [JsonPropertyName("status")]
    public TStatus? Status { get; set; }
}

/// <summary>The name of a kind, and the plural under which the API serves it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DcpKindAttribute(string kind, string plural) : Attribute
{
    public string Kind { get; } = kind;

    public string Plural { get; } = plural;

    public static DcpKindAttribute Of(Type type) => type.GetCustomAttribute<DcpKindAttribute>()
        ?? throw new InvalidOperationException($"{type.Name} does not say which DCP kind it is.");
}

/// <summary>One environment variable of a workload.</summary>
internal sealed class EnvVar
{
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("value")]
    public string? Value { get; set; }
}

/// <summary>Names of the annotations that DCP reads, or that the host uses to find its own objects again.</summary>
internal static class DcpAnnotations
{
    /// <summary>Read by DCP: which services a workload serves; DCP makes the Endpoint objects from it.</summary>
    public const string ServiceProducer = "service-producer";

    /// <summary>The name of the resource in the application model.</summary>
    public const string ResourceName = "resource-name";

    /// <summary>The name of the endpoint that a Service stands for.</summary>
    public const string EndpointName = "endpoint-name";
}

/// <summary>An entry of the <see cref="DcpAnnotations.ServiceProducer"/> annotation.</summary>
internal sealed class ServiceProducer
{
    [JsonPropertyName("serviceName")]
    public required string ServiceName { get; set; }

    [JsonPropertyName("port")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Port { get; set; }
}
