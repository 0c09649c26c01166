using System.Text.Json.Serialization;
using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.CloudConnectorService.Resources;
using SreCopilot.CloudConnectorService.Telemetry;

namespace SreCopilot.CloudConnectorService;

/// <summary>Source-generated JSON of every body of this service, of what it stores and of what it tells others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConnectionList))]
[JsonSerializable(typeof(Connection))]
[JsonSerializable(typeof(CreateConnectionRequest))]
[JsonSerializable(typeof(UpdateConnectionRequest))]
[JsonSerializable(typeof(TestConnectionRequest))]
[JsonSerializable(typeof(TestResult))]
[JsonSerializable(typeof(Deleted))]
[JsonSerializable(typeof(ResourcePage))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(ChangesEvent))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, FieldChange>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(CloudCredentials))]
[JsonSerializable(typeof(PointsReport))]
internal sealed partial class CloudJson : JsonSerializerContext;
