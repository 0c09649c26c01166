using System.Text.Json.Serialization;

namespace SreCopilot.ApiGateway.Status;

/// <summary>The health of the whole platform: <c>GET /api/v1/status</c>.</summary>
/// <param name="Status"><c>healthy</c> when every service is, else <c>degraded</c>.</param>
/// <param name="CheckedAt">When the answers came in, UTC.</param>
/// <param name="Services">One entry per service, by name.</param>
internal sealed record StatusBody(string Status, DateTime CheckedAt, IReadOnlyList<ServiceStatus> Services);

/// <summary>The health of one service.</summary>
/// <param name="Name">The deployed name.</param>
/// <param name="Status"><c>healthy</c>, <c>unhealthy</c> (it answered that it cannot serve) or <c>unreachable</c>.</param>
/// <param name="ResponseTimeMs">How long the answer took, or until none was waited for any more.</param>
/// <param name="Detail">What is wrong, in words; null when healthy.</param>
internal sealed record ServiceStatus(string Name, string Status, long ResponseTimeMs, string? Detail)
{
    public const string Healthy = "healthy";
    public const string Unhealthy = "unhealthy";
    public const string Unreachable = "unreachable";
}

/// <summary>The same in the shape of the contract's <c>GET /health/services</c>.</summary>
internal sealed record ServicesHealthBody(string Status, IReadOnlyDictionary<string, ServiceHealth> Services, DateTime Timestamp)
{
    private const string Suffix = "-service";

    public static ServicesHealthBody From(StatusBody status) => new(
        status.Status,
        status.Services.ToDictionary(service => ShortName(service.Name), service => new ServiceHealth(
            service.Status,
            service.Status == ServiceStatus.Healthy ? service.ResponseTimeMs : null,
            service.Detail)),
        status.CheckedAt);

    private static string ShortName(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
}

/// <summary>One service in <see cref="ServicesHealthBody"/>: a healthy one has a time, another one an error.</summary>
internal sealed record ServiceHealth(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ResponseTimeMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
