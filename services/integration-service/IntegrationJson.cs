using System.Text.Json.Serialization;
using SreCopilot.IntegrationService.Access;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Deliveries;
using SreCopilot.IntegrationService.Groups;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService;

/// <summary>Source-generated JSON of every body of this service, and of what it asks others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(IReadOnlyList<AlertResult>))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(DeliveryPage))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Integration))]
[JsonSerializable(typeof(VisibleProject))]
[JsonSerializable(typeof(ProblemReport))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(RecoveryReport))]
[JsonSerializable(typeof(RecoveryAnswer))]
internal sealed partial class IntegrationJson : JsonSerializerContext;
