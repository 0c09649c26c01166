using System.Text.Json.Serialization;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>The body of every error answer. <c>detail</c> is always a plain sentence that a client may show.</summary>
/// <param name="Detail">What went wrong and, where it helps, what to do.</param>
/// <param name="ErrorCode">Machine code, where the contract has one: see <see cref="ErrorCodes"/>.</param>
/// <param name="Error">Infrastructure code: <c>service_unavailable</c>, <c>gateway_timeout</c>, <c>backend_error</c>.</param>
public sealed record ErrorBody(
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

/// <summary>JSON metadata of the bodies that all services share.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(HealthBody))]
public sealed partial class ErrorJsonContext : JsonSerializerContext;
