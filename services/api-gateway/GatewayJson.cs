using System.Text.Json.Serialization;
using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.ApiGateway.Revocations;
using SreCopilot.ApiGateway.Settings;
using SreCopilot.ApiGateway.Status;

namespace SreCopilot.ApiGateway;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Banner))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(ServicesHealthBody))]
[JsonSerializable(typeof(TooManyRequestsBody))]
[JsonSerializable(typeof(RevocationPage))]
[JsonSerializable(typeof(VerifyKeyRequest))]
[JsonSerializable(typeof(VerifiedKey))]
[JsonSerializable(typeof(List<ConnectionBody>))]
[JsonSerializable(typeof(SaveConnectionRequest))]
[JsonSerializable(typeof(TestConnectionRequest))]
[JsonSerializable(typeof(TestResult))]
[JsonSerializable(typeof(OkBody))]
[JsonSerializable(typeof(CategoryList))]
internal sealed partial class GatewayJson : JsonSerializerContext;
