using System.Text.Json.Serialization;
using SreCopilot.CicdConnectorService.Browsing;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Deployments;
using SreCopilot.CicdConnectorService.Webhooks;

namespace SreCopilot.CicdConnectorService;

/// <summary>Source-generated JSON of every body of this service, of what it stores and of what it tells others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConnectionList))]
[JsonSerializable(typeof(Connection))]
[JsonSerializable(typeof(CreateConnectionRequest))]
[JsonSerializable(typeof(UpdateConnectionRequest))]
[JsonSerializable(typeof(TestConnectionRequest))]
[JsonSerializable(typeof(TestResult))]
[JsonSerializable(typeof(Deleted))]
[JsonSerializable(typeof(RepositoryPage))]
[JsonSerializable(typeof(PipelinePage))]
[JsonSerializable(typeof(RunPage))]
[JsonSerializable(typeof(RotateSecretRequest))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(HookView))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(DeploymentReport))]
[JsonSerializable(typeof(StoryReport))]
internal sealed partial class CicdJson : JsonSerializerContext;
