using System.Text.Json.Serialization;
using SreCopilot.ApiGateway.Status;

namespace SreCopilot.ApiGateway;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Banner))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(ServicesHealthBody))]
internal sealed partial class GatewayJson : JsonSerializerContext;
