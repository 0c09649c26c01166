using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>An address that clients connect to; DCP's proxy forwards it to the workload's own port.</summary>
[DcpKind("Service", "services")]
internal sealed class DcpService : DcpObject<ServiceSpec, ServiceStatus>
{
    /// <summary>An address has been given; the workload behind it need not run yet.</summary>
    [JsonIgnore]
    public bool IsAllocated => Status is { EffectivePort: > 0, EffectiveAddress.Length: > 0 };
}

internal sealed class ServiceSpec
{
    [JsonPropertyName("address")]
    public string? Address { get; set; }

    [JsonPropertyName("port")]
    public int? Port { get; set; }

    [JsonPropertyName("protocol")]
    public string Protocol { get; set; } = "TCP";

    /// <summary><c>Localhost</c> (proxied) or <c>Proxyless</c>.</summary>
    [JsonPropertyName("addressAllocationMode")]
    public string AddressAllocationMode { get; set; } = "Localhost";
}

internal sealed class ServiceStatus
{
    [JsonPropertyName("effectiveAddress")]
    public string? EffectiveAddress { get; set; }

    [JsonPropertyName("effectivePort")]
    public int? EffectivePort { get; set; }
}
